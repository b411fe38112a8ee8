import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import path from "node:path";

import { withoutSecrets } from "../../../../scripts/preview-comment/stand-ins";

describe("a stack's file without its secrets", () => {
  it("has neither values nor what encrypts them, and names the keys", () => {
    const text = [
      "# a comment",
      "config:",
      "  palier:tier: production",
      "  palier:copies-secret-key:",
      "    secure: v1:abc:def",
      "  aws:secretKey: { secure: v1:ghi:jkl }",
      "  palier:engine:",
      "    endpoint: unix:///run/docker.sock",
      "encryptionsalt: v1:salt",
      "",
    ].join("\n");
    const { text: without, keys } = withoutSecrets(text);
    assert.deepEqual(keys, ["palier:copies-secret-key", "aws:secretKey"]);
    assert.equal(
      without,
      "# a comment\nconfig:\n  palier:tier: production\n  palier:engine:\n    endpoint: unix:///run/docker.sock\n",
    );
  });

  for (const stack of ["local", "preprod", "prod"]) {
    it(`leaves the file of ${stack}, which has none, as it is`, () => {
      const file = path.join(__dirname, `../../../../Pulumi.${stack}.yaml`);
      const text = readFileSync(file, "utf8").replace(/^encryptionsalt: .*\n/m, "");
      assert.deepEqual(withoutSecrets(text), { text, keys: [] });
    });
  }
});

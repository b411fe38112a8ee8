import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";

import { declaredRelease, declareRelease } from "../../../../release/commands/stack-file";

const prod = readFileSync(join(__dirname, "../../../..", "Pulumi.prod.yaml"), "utf8");
const image = `registry.example.org/exam@sha256:${"a".repeat(64)}`;

describe("the release in a stack's file", () => {
  it("is changed in its two values, and nothing else is touched", () => {
    const changed = declareRelease(prod, "copies", { image, version: "1.1.0" });
    const before = prod.split("\n");
    const differing = changed
      .split("\n")
      .flatMap((line, index) => (line === before[index] ? [] : [line]));
    assert.deepEqual(differing, [`      image: ${image}`, "      version: 1.1.0"]);
    assert.equal(declareRelease(changed, "copies", declaredRelease(prod, "copies")), prod);
  });

  it("stays a text when it looks like a number", () => {
    const changed = declareRelease(prod, "copies", { image, version: "1.10" });
    assert.match(changed, /^ {6}version: "1\.10"$/m);
    assert.deepEqual(declaredRelease(changed, "copies"), { image, version: "1.10" });
  });

  it("keeps comments on the same line, quotes and odd spelling elsewhere", () => {
    const text =
      "config:\n  applications: # ours\n    exam:   {version: \"2\" , image: 'a:1'} # here\nencryptionsalt: v1:x\n";
    assert.equal(
      declareRelease(text, "exam", { image: "b:2", version: "3.0.1" }),
      "config:\n  applications: # ours\n    exam:   {version: 3.0.1 , image: b:2} # here\nencryptionsalt: v1:x\n",
    );
  });

  it("is refused when it is not where it belongs", () => {
    assert.throws(
      () => declareRelease(prod, "marks", { image, version: "1" }),
      /no image at palier:applications\.marks\.image; nothing was changed\.$/,
    );
  });
});

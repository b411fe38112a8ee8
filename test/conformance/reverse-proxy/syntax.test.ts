import assert from "node:assert/strict";
import fs from "node:fs";
import path from "node:path";
import { cases } from "../../unit/reverse-proxy/specs";
import { createAuthority } from "./certificates";
import { Lab, logsOf, type Files } from "./engine";
import { proxyContainer } from "./proxy-lab";

const goldenFolder = path.join(__dirname, "../../golden/nginx");

function golden(name: string): Files {
  const folder = path.join(goldenFolder, name);
  const files = fs
    .readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.join(entry.parentPath, entry.name));
  return Object.fromEntries(
    files.map((file) => [path.relative(folder, file), fs.readFileSync(file, "utf8")]),
  );
}

describe("nginx reads each golden configuration", function () {
  this.timeout(60_000);
  const lab = new Lab();
  let certificates = "";

  before(async () => {
    const authority = await createAuthority();
    const files: Record<string, string> = {};
    for (const host of ["exam.test", "shop.test", "guide.test"]) {
      const { fullchain, privkey } = await authority.issue([host]);
      files[`${host}/fullchain.pem`] = fullchain;
      files[`${host}/privkey.pem`] = privkey;
    }
    certificates = await lab.volume("tls", files);
  });

  after(() => lab.close());

  async function check(name: string): Promise<{ code: number; output: string }> {
    const configuration = await lab.volume(name, golden(name));
    const container = await lab.start(`t-${name}`, {
      ...proxyContainer({ "/etc/palier/nginx": configuration, "/etc/palier/tls": certificates }),
      Cmd: ["nginx", "-t", "-c", "/etc/palier/nginx/nginx.conf"],
    });
    const { StatusCode: code } = (await container.wait()) as { StatusCode: number };
    return { code, output: await logsOf(container) };
  }

  for (const name of Object.keys(cases).filter((each) => each !== "modern")) {
    it(`${name}, without a warning`, async () => {
      const { code, output } = await check(name);
      assert.equal(code, 0, output);
      assert.doesNotMatch(output, /\[(warn|error|emerg)\]/);
    });
  }

  it("modern is refused by this older nginx, so the spelling does matter", async () => {
    const { code, output } = await check("modern");
    assert.notEqual(code, 0);
    assert.match(output, /X25519MLKEM768|unknown directive "http2"/);
  });
});

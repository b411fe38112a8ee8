import assert from "node:assert/strict";

import { SshServer } from "../conformance/ssh/ssh-server";
import { assertUnchanged } from "./support/refusal";
import { SecondSite } from "./support/second-site";

describe("a release to another machine over ssh", function () {
  this.timeout(600_000);
  const second = new SecondSite("release-ssh", { http: 19080, https: 19043 });
  const { engine, site } = second;
  const server = new SshServer();
  const path = process.env.PATH;

  before(async () => {
    await Promise.all([second.start(), server.start()]);
    server.learnHostKey();
    server.useKey("id");
    process.env.PATH = server.clientPath;
    const endpoint = `ssh://deploy@${server.host}:${server.port}${engine.socket}`;
    site.workspace.configure(["palier:engine", "endpoint"], endpoint);
    await site.open();
  });
  after(async () => {
    await second.close();
    process.env.PATH = path;
    await server.remove();
  });

  it("that fails leaves data and release as they were", async () => {
    const before = { data: await site.digest(), running: await site.running() };
    const { code, output } = await site.release("exits", "6.6.6");
    assert.notEqual(code, 0, output);
    assert.match(output, /this web server is broken/);
    assert.equal(await site.version(), "1.0.0");
    assert.deepEqual({ data: await site.digest(), running: await site.running() }, before);
  });

  it("migrates behind the maintenance page, and opens on the new version and data", async () => {
    const poll = site.poll();
    await site.released("migrating", "1.1.0");
    assert.deepEqual(await poll.stop(), ["200 1.0.0", "200 1.1.0", "503"]);
    const { outcome, restorePoint } = await site.lastEntry();
    assert.equal(outcome, "released");
    assert.ok(restorePoint);
  });

  it("is looked at and repaired over ssh as well", async () => {
    const up = await site.workspace.script("up");
    assert.equal(up.code, 0, up.output);
    await assertUnchanged(site.workspace);
    const status = await site.workspace.shell("scripts/status.sh");
    assert.equal(status.code, 0, status.output);
    assert.match(status.output, /all is well/);
    const logs = await site.workspace.shell("LINES=5 scripts/logs.sh");
    assert.equal(logs.code, 0, logs.output);
    assert.notEqual(logs.output.trim(), "");
  });
});

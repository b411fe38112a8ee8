import assert from "node:assert/strict";

import { currentActor } from "../../release/actor";
import { lockName } from "../../release/lock";
import { lockLabels } from "../../release/lock/labels";
import type { Actor } from "../../spec/journal";
import { docker, purge } from "./support/engine";
import { assertRefused, assertUnchanged } from "./support/refusal";
import { Workspace } from "./support/workspace";

const stack = "e2e-refused";

describe("an update that would meet another release, or no image", function () {
  this.timeout(600_000);
  let workspace: Workspace;

  before(async () => {
    await purge(stack);
    workspace = new Workspace(stack, { http: 17780, https: 17743 });
    workspace.configure(["palier:applications", "copies", "processes", "web", "count"], 1);
    const { code, output } = await workspace.script("up");
    assert.equal(code, 0, output);
  });

  after(async () => {
    await purge(stack);
    workspace.remove();
  });

  const lockBy = async (actor: Actor): Promise<string> => {
    const { id } = await docker.createContainer({
      name: lockName(stack, "copies"),
      Image: "palier/nginx:1.22",
      Labels: lockLabels(stack, "copies", { actor, since: "2026-01-01T10:00:00.000Z" }),
    });
    return id;
  };

  const releases = async (): Promise<number> => {
    const { code, output } = await workspace.shell("JSON=1 scripts/journal.sh");
    assert.equal(code, 0, output);
    return (JSON.parse(output) as { readonly entries: readonly unknown[] }).entries.length;
  };

  it("says who is releasing, and begins nothing", async () => {
    const id = await lockBy(await currentActor());
    try {
      const line = new RegExp(
        `^A release of copies is under way \\(\\S+, process ${process.pid}, since 2026.*nothing was changed`,
      );
      await assertRefused(workspace, () => workspace.update(), [line]);
      const { code, output } = await workspace.pulumi("preview --non-interactive");
      assert.equal(code, 0, output);
      assert.match(output, /warning: A release of copies is under way/);
    } finally {
      await docker.getContainer(id).remove();
    }
  });

  it("names the key of an image that nobody has", async () => {
    const before = workspace.stackFile();
    const image = `127.0.0.1:1/none@sha256:${"0".repeat(64)}`;
    const path = ["palier:applications", "copies", "image"];
    workspace.configure(path, image);
    const line =
      /^The image of copies \(palier:applications\.copies\.image\) is not on the engine, and its registry does not answer: 127\.0\.0\.1:1\/none@sha256:0+: .*nothing was changed\.$/;
    await assertRefused(workspace, () => workspace.update(), [line]);
    workspace.configure(path, "palier/example-django:1.0.0");
    assert.equal(workspace.stackFile(), before);
  });

  it("releases again, although nothing else changed, what a killed release left", async () => {
    const count = await releases();
    const id = await lockBy({ ...(await currentActor()), started: "another start" });
    const { code, output } = await workspace.update();
    assert.equal(code, 0, output);
    assert.equal(await releases(), count + 1);
    await assert.rejects(docker.getContainer(id).inspect(), { statusCode: 404 });
    await assertUnchanged(workspace);
    assert.equal(await releases(), count + 1);
  });

  it("does so as well once an operator has freed the lock of another machine", async () => {
    const count = await releases();
    const elsewhere = { ...(await currentActor()), host: "elsewhere", pid: 4711 };
    await lockBy(elsewhere);
    const status = await workspace.shell("scripts/status.sh");
    assert.equal(status.code, 1);
    assert.match(status.output, /make unlock STACK=e2e-refused\s+APP=copies/);
    const unlocked = await workspace.shell("CONFIRM=copies scripts/unlock.sh");
    assert.equal(unlocked.code, 0, unlocked.output);
    const { code, output } = await workspace.update();
    assert.equal(code, 0, output);
    assert.equal(await releases(), count + 1);
    assert.equal((await workspace.shell("scripts/status.sh")).code, 0);
  });

  it("is no rollback either, where another checkout deploys the stack", async () => {
    const state = "PULUMI_BACKEND_URL=file://$PWD/.palier/another PULUMI_CONFIG_PASSPHRASE=x";
    const rollback = (): Promise<{ code: number | null; output: string }> =>
      workspace.shell(`mkdir -p .palier/another; ${state} scripts/rollback.sh`);
    await assertRefused(workspace, rollback, [
      /^rollback: this checkout has no state of stack "e2e-refused": .*nothing was changed$/,
    ]);
    await assertRefused(workspace, () => workspace.shell("scripts/rollback.sh"), [
      /^copies has had one release only: there is nothing to go back to; nothing was changed\.$/,
    ]);
  });
});

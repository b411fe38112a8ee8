import assert from "node:assert/strict";
import { cpSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

import { currentActor } from "../../release/actor";
import { lockHolder, lockName } from "../../release/lock";
import { lockLabels } from "../../release/lock/labels";
import type { ReleaseInput } from "../../spec/operations";
import { processesNaming, until } from "../support/processes";
import { eachStandsOnTheOneBefore } from "../support/in-order";
import { DirectRelease } from "./support/direct-release";
import { docker } from "./support/engine";
import { Poll } from "./support/poll";
import { assertRefused, assertUnchanged } from "./support/refusal";
import { ReleaseSite } from "./support/release-site";
import { type Ended, Workspace } from "./support/workspace";

const stack = "release-locks";
const ports = { http: 18780, https: 18743 };
const proxy = `palier-${stack}-proxy`;

describe("one release at a time", function () {
  this.timeout(600_000);
  eachStandsOnTheOneBefore();
  const site = new ReleaseSite(stack, ports);
  const { workspace } = site;

  before(async () => {
    site.choose(["release", "watch", "seconds"], 0);
    await site.open();
  });
  after(() => site.close());

  /** What the first release was started with. */
  let input: ReleaseInput;

  const lock = async () => lockHolder(docker, stack, "copies");

  it("is let through, and whoever comes meanwhile is told who is at work and what to do", async () => {
    const other = new Workspace(stack, ports);
    try {
      for (const own of [
        ".palier/state",
        ".palier/ca",
        ".palier/images.json",
        `Pulumi.${stack}.yaml`,
      ]) {
        cpSync(join(workspace.folder, own), join(other.folder, own), { recursive: true });
      }
      const update = await site.begin("second", "1.1.0");
      await update.untilShown(/starting the web processes/);
      await twoWebContainersRun();
      const releasing = releaseProcess(workspace);
      process.kill(releasing, "SIGSTOP");
      try {
        const person = "\\S+@\\S+, process";
        await assertRefused(workspace, () => workspace.script("up"), [
          new RegExp(`^Stack ${stack} is being updated by ${person} ${update.pid()}, since `),
        ]);
        await assertRefused(workspace, () => workspace.update(), [
          /^the stack is currently locked by 1 lock\(s\)/,
          new RegExp(`created by \\S+@\\S+ \\(pid ${update.pid()}\\)`),
        ]);
        const held = new RegExp(
          `^A release of copies is under way \\(${person} ${releasing}, since \\S+\\): wait for it, or, if it is certainly gone, run: make unlock STACK=${stack} APP=copies`,
        );
        await assertRefused(other, () => other.update(), [held]);
        input = await inputUnderWay();
        await assertRefused(workspace, () => directly(), [held]);
        const unlock = () => workspace.shell("CONFIRM=copies scripts/unlock.sh");
        await assertRefused(workspace, unlock, [
          new RegExp(`^The release of copies is at work on this machine \\(${person} ${releasing}`),
        ]);
        assert.equal(await site.version(), "1.0.0");
      } finally {
        process.kill(releasing, "SIGCONT");
      }
      await update.end();
      assert.equal(update.code, 0, update.output);
      assert.equal(await site.version(), "1.1.0");
      assert.equal(await lock(), undefined);
    } finally {
      other.remove();
    }
  });

  it("takes over from one that has died on this machine, without being asked", async () => {
    // What was started is in service: neither the end of the other one nor settling it may stop it.
    const poll = new Poll(site.browser, "/edition/");
    const release = new DirectRelease(site, input);
    await release.untilShown("asking the new web processes for readiness");
    await release.kill();
    assert.equal((await lock())?.holder?.actor.pid, release.pid);
    const { code, output } = await workspace.update();
    assert.equal(code, 0, output);
    assert.ok(output.includes(`, process ${release.pid}, which has ended`), output);
    assert.match(output, /an earlier release \(\S+\) was interrupted at "/);
    assert.deepEqual(await poll.stop(), ["200 1.1.0"]);
    assert.equal(await lock(), undefined);
    await assertUnchanged(workspace);
  });

  it("stays locked by another machine until somebody who knows better unlocks it", async () => {
    const { id } = await docker.createContainer({
      name: lockName(stack, "copies"),
      Image: "palier/nginx:1.22",
      Labels: lockLabels(stack, "copies", {
        actor: { ...(await currentActor()), user: "anne", host: "elsewhere", pid: 4711 },
        since: "2026-01-01T10:00:00.000Z",
      }),
    });
    const { output } = await workspace.update();
    const [, command = ""] =
      /^.*under way \(anne@elsewhere, process 4711, since 2026-01-01T10:00:00.000Z\): .* run: (make unlock .* APP=copies); nothing was changed\.$/m.exec(
        output,
      ) ?? [];
    assert.equal(command, `make unlock STACK=${stack} APP=copies`, output);
    assert.equal((await lock())?.id, id);
    // Setting up would point the toolchain, which copies of the project share, at this copy.
    const make = command.replace("make", "make --old-file=setup");
    const silent = await workspace.shell(make);
    assert.notEqual(silent.code, 0, silent.output);
    assert.equal((await lock())?.id, id);
    const confirmed = await workspace.shell(`CONFIRM=copies ${make}`);
    assert.equal(confirmed.code, 0, confirmed.output);
    assert.equal(await lock(), undefined);
    const next = await workspace.update();
    assert.equal(next.code, 0, next.output);
    await assert.rejects(docker.getContainer(id).inspect(), { statusCode: 404 });
  });

  it("is taken back at Ctrl-C in the middle of a maintenance, whatever is pressed after that", async () => {
    const before = { running: await site.running(), digest: await site.digest() };
    const poll = new Poll(site.browser, "/edition/");
    const update = await site.begin("migrates-slowly", "1.2.0");
    await update.untilShown(/migrating the data/);
    process.kill(-update.pid(), "SIGINT");
    await update.untilShown(/putting the restore point \S+ back/);
    process.kill(-update.pid(), "SIGINT");
    await update.end();
    assert.notEqual(update.code, 0, update.output);
    await until(
      "the end of the release",
      () => processesNaming(workspace.folder).size === 0,
      120_000,
    );
    assert.deepEqual(await poll.stop(), ["200 1.1.0", "503"]);
    assert.equal(await site.version(), "1.1.0");
    assert.deepEqual({ running: await site.running(), digest: await site.digest() }, before);
    assert.equal(await lock(), undefined);
    const { outcome, reason } = await site.lastEntry();
    assert.deepEqual([outcome, reason], ["undone", "The deployment was interrupted."]);
  });

  it("goes on, or is taken back, when the proxy is restarted in its middle", async () => {
    const recovered = await workspace.recover();
    assert.equal(recovered.code, 0, recovered.output);
    const update = await site.begin("migrating", "1.2.0");
    for (const step of [
      /showing the maintenance page/,
      /taking a restore point/,
      /starting the web processes/,
      /sending users to the new release/,
    ]) {
      // A release that gives up shows no later step.
      await update.untilShown(new RegExp(`${step.source}|taking back what was done`));
      await docker.getContainer(proxy).restart();
    }
    await update.end();
    assert.equal(await lock(), undefined, update.output);
    const { outcome } = await site.lastEntry();
    assert.equal(outcome, update.code === 0 ? "released" : "undone", update.output);
    assert.equal(await site.version(), outcome === "released" ? "1.2.0" : "1.1.0");
    const next = await workspace.update();
    assert.equal(next.code, 0, next.output);
    assert.equal(await site.version(), "1.2.0");
    assert.deepEqual(await site.leftovers(), []);
  });

  it("is refused before anything changes when there is no room for its restore point", async () => {
    const name = `palier-${stack}-copies-restore-points`;
    const before = {
      running: await site.running(),
      entries: (await site.journal()).entries.length,
    };
    const { Labels } = await docker.getVolume(name).inspect();
    await docker.getVolume(name).remove();
    const options = { type: "tmpfs", device: "tmpfs", o: "size=1m" };
    await docker.createVolume({ Name: name, Labels, DriverOpts: options });
    const poll = new Poll(site.browser, "/edition/");
    const { code, output } = await site.release("migrating-on", "1.3.0");
    assert.notEqual(code, 0, output);
    assert.match(
      output,
      /Not enough space for a restore point of copies: \d+ MiB needed, 1 MiB free where the engine keeps the volume palier-release-locks-copies-restore-points; make room, then try again; nothing was changed\.$/m,
    );
    assert.deepEqual(await poll.stop(), ["200 1.2.0"]);
    const after = { running: await site.running(), entries: (await site.journal()).entries.length };
    assert.deepEqual(after, before);
    assert.deepEqual((await site.journal()).unfinished, []);
    assert.equal(await lock(), undefined);
  });

  /** Old and new side by side: until the new one is healthy, nothing more happens. */
  async function twoWebContainersRun(): Promise<void> {
    const webs = async () => (await site.running()).filter((one) => one.startsWith("web "));
    while ((await webs()).length < 2) await sleep(200);
  }

  /** What the release at work was started with. */
  async function inputUnderWay(): Promise<ReleaseInput> {
    const { unfinished } = await site.journal();
    const begin = unfinished[0]?.begin as { readonly input: ReleaseInput } | undefined;
    assert.ok(begin);
    return begin.input;
  }

  /** The operation by itself, as another machine could start it. */
  async function directly(): Promise<Ended> {
    const release = new DirectRelease(site, input);
    const code = await release.end();
    return { code, output: release.output };
  }
});

/** Number of the process that releases. */
function releaseProcess({ folder }: Workspace): number {
  const found = [...processesNaming(folder)].filter(([, command]) =>
    /^\S*node .*release\/main\.ts release/.test(command),
  );
  assert.equal(found.length, 1, JSON.stringify(found));
  return found[0]?.[0] ?? 0;
}

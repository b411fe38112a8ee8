import assert from "node:assert/strict";

import { Browser } from "./support/browser";
import { containersOf, docker, purge, volumesOf } from "./support/engine";
import { InterruptedUpdate, killAll } from "./support/interruption";
import { assertRefused, assertUnchanged, complaints } from "./support/refusal";
import { Workspace } from "./support/workspace";

const stack = "faults-killed";
const ports = { http: 18380, https: 18343 };
const databaseVolume = `palier-${stack}-copies-database-data`;

/** What a first deployment shows on its way, in the order in which it does. */
const firstDeployment: Readonly<Record<string, RegExp>> = {
  "making volumes": / docker:index:Volume \S+ creating/,
  "making networks": / docker:index:Network \S+ creating/,
  "drawing passwords": / random:index:RandomPassword \S+ creating/,
  "filling in configuration": / command:local:Command \S+-fill creating/,
  "making the database": / docker:index:Container copies-database creating/,
  "making the proxy": / docker:index:Container proxy creating/,
  "migrating the database": / migrating the data/,
  "starting the web processes": / starting the web processes/,
  "switching the proxy": / sending users to the new release/,
  "replacing workers and schedulers": / replacing workers and schedulers/,
};

const versionChange: Readonly<Record<string, RegExp>> = {
  "starting the web processes": firstDeployment["starting the web processes"] ?? /^$/,
  "replacing workers and schedulers": firstDeployment["replacing workers and schedulers"] ?? /^$/,
};

describe("an update that is stopped in the middle", function () {
  this.timeout(600_000);
  let workspace: Workspace;
  let browser: Browser;

  before(async () => {
    await purge(stack);
    workspace = new Workspace(stack, ports);
    await workspace.initialise();
  });

  after(async () => {
    killAll(workspace.folder);
    await purge(stack);
    workspace.remove();
  });

  /** Kills an update when it shows what it is at, and settles what it left. */
  async function killAt(marker: RegExp): Promise<void> {
    const update = new InterruptedUpdate(workspace);
    await update.untilShown(marker);
    await update.kill();
    assert.doesNotMatch(update.output, /pending operation/i);
    const { code, output } = await workspace.recover();
    assert.equal(code, 0, output);
    assert.ok(output.includes(`, process ${update.pid()}, since `), output);
    assert.match(output, /removing the lock of .*, which has ended$/m);
    assert.deepEqual(await helpers(), []);
    assert.ok(!(await pendingOperations(workspace)).includes("creating"));
  }

  describe("by SIGKILL in a first deployment", () => {
    for (const [doing, marker] of Object.entries(firstDeployment)) {
      it(`is settled when it was ${doing}`, () => killAt(marker));

      if (doing === "filling in configuration") {
        it("misses a data volume that was removed meanwhile, although no update was complete", async () => {
          await docker.getVolume(databaseVolume).remove();
          await assertRefused(workspace, () => workspace.update(), [
            /^Data volume palier-faults-killed-copies-database-data was there at the last update and is gone/,
          ]);
          const [line = ""] = complaints((await workspace.update()).output);
          const remedy = line.slice(line.indexOf("docker volume create"));
          assert.equal((await workspace.shell(remedy)).code, 0, remedy);
        });
      }
    }

    it("goes on to exactly what an undisturbed one makes", async () => {
      const { code, output } = await workspace.script("up");
      assert.equal(code, 0, output);
      assert.doesNotMatch(output, /pending operation/i);
      await assertExactlyDeployed("1.0.0");
      await assertUnchanged(workspace);
    });
  });

  describe("by SIGKILL in a change of version", () => {
    before(() => {
      workspace.configure(["palier:applications", "copies", "version"], "2.0.0");
    });

    for (const [doing, marker] of Object.entries(versionChange)) {
      it(`is settled when it was ${doing}, and the site goes on answering`, async () => {
        await killAt(marker);
        const { status, body } = await browser.ask("/api/health/ready");
        assert.equal(status, 200, body);
      });
    }

    it("goes on to the new version alone", async () => {
      const { code, output } = await workspace.script("up");
      assert.equal(code, 0, output);
      assert.doesNotMatch(output, /pending operation/i);
      await assertExactlyDeployed("2.0.0");
      await assertUnchanged(workspace);
    });
  });

  describe("by Ctrl-C", () => {
    it("ends what it is at, goes back to the version in service and frees the lock", async () => {
      workspace.configure(["palier:applications", "copies", "version"], "3.0.0");
      const update = new InterruptedUpdate(workspace);
      await update.untilShown(/ starting the web processes/);
      await update.interrupt();
      assert.notEqual(update.code, 0, update.output);
      assert.match(update.output, /taking back what was done/);
      assert.equal(await versionInService(), "2.0.0");
      const next = await workspace.update();
      assert.equal(next.code, 0, next.output);
      assert.doesNotMatch(next.output, /pending operation|locked/i);
      await assertExactlyDeployed("3.0.0");
      await assertUnchanged(workspace);
    });
  });

  describe("but still lives", () => {
    it("keeps its lock, and who wants it is told whose it is and what to do", async () => {
      const update = new InterruptedUpdate(workspace);
      await update.untilShown(/Updating \(faults-killed\)/);
      update.signal("SIGSTOP");
      try {
        for (const take of [() => workspace.recover(), () => workspace.script("up")]) {
          await assertRefused(workspace, take, [
            new RegExp(
              `^Stack faults-killed is being updated by \\S+@\\S+, process ${update.pid()}, since .*: wait for it, or, .* run: pulumi cancel --stack faults-killed$`,
            ),
          ]);
        }
      } finally {
        update.signal("SIGCONT");
      }
      await update.end();
      assert.equal(update.code, 0, update.output);
    });
  });

  async function versionInService(): Promise<unknown> {
    const { status, body } = await browser.ask("/api/health/ready");
    assert.equal(status, 200, body);
    return (await browser.ask("/api/health/live")).headers["x-app-version"];
  }

  /** No orphan, no duplicate, no helper; everything runs, and users see the version. */
  async function assertExactlyDeployed(version: string): Promise<void> {
    const containers = (await containersOf(stack)).map(
      ({ process, state }) => `${process} ${state}`,
    );
    const expected = ["beat", "cache", "database", "proxy", "web", "web", "worker"];
    assert.deepEqual(
      containers.sort(),
      expected.map((process) => `${process} running`),
    );
    const { resources = [] } = await deployment(workspace);
    for (const [type, onEngine] of [
      ["docker:index/container:Container", (await containersOf(stack)).map(({ id }) => id)],
      ["docker:index/network:Network", await networkIds(stack)],
      ["docker:index/volume:Volume", await volumesOf(stack)],
    ] as const) {
      const inState = resources.filter((resource) => resource.type === type);
      assert.deepEqual(inState.map(({ id }) => id).sort(), [...onEngine].sort(), type);
    }
    assert.deepEqual(await pendingOperations(workspace), []);
    browser = new Browser(workspace.host, ports.https, workspace.authority());
    assert.equal(await versionInService(), version);
  }
});

/** Containers of the stack that only gave access to a volume or tested a configuration. */
async function helpers(): Promise<string[]> {
  return (await containersOf(stack))
    .filter(({ process }) => process === "helper")
    .map(({ name }) => name);
}

async function networkIds(stack: string): Promise<string[]> {
  const networks = await docker.listNetworks({ filters: { label: [`palier.stack=${stack}`] } });
  return networks.map(({ Id }) => Id);
}

/** The part of the state that tells what there is, and what was under way. */
interface Deployment {
  readonly resources?: readonly { readonly type: string; readonly id?: string }[];
  readonly pending_operations?: readonly { readonly type: string }[];
}

async function deployment(workspace: Workspace): Promise<Deployment> {
  return (JSON.parse(await workspace.state()) as { deployment: Deployment }).deployment;
}

async function pendingOperations(workspace: Workspace): Promise<string[]> {
  return ((await deployment(workspace)).pending_operations ?? []).map(({ type }) => type);
}

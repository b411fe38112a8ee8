import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { hostname, tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

import { currentActor } from "../../../release/actor";
import { lockName } from "../../../release/lock";
import { lockLabels } from "../../../release/lock/labels";
import { removeHelpers } from "../../../release/recover/helpers";
import { readLocks, type StackLock } from "../../../release/recover/lock";
import {
  pendingCreations,
  settle,
  settledState,
  stateSchema,
} from "../../../release/recover/pending";
import { fakeEngine } from "./fake-engine";

describe("a lock of a stack", () => {
  let backend: string;
  let folder: string;

  beforeEach(() => {
    backend = mkdtempSync(join(tmpdir(), "palier-locks-"));
    folder = join(backend, ".pulumi", "locks", "organization", "palier", "local");
    mkdirSync(folder, { recursive: true });
  });

  afterEach(() => {
    rmSync(backend, { recursive: true, force: true });
  });

  const lockOf = async (pid: number, changes: object = {}): Promise<StackLock> => {
    const lock = { pid, username: "root", hostname: hostname(), timestamp: new Date(), ...changes };
    writeFileSync(join(folder, "lock.json"), JSON.stringify(lock));
    const [found, ...others] = await readLocks(`file://${backend}`, "palier", "local");
    assert.ok(found && others.length === 0);
    return found;
  };

  it("names its holder, who lives", async () => {
    const { holder, dead } = await lockOf(process.pid, { timestamp: "2099-01-01T00:00:00Z" });
    assert.equal(holder, `root@${hostname()}, process ${process.pid}, since 2099-01-01T00:00:00Z`);
    assert.equal(dead, false);
  });

  it("is dead when its process has ended", async () => {
    const child = spawn("true");
    await once(child, "exit");
    assert.equal((await lockOf(child.pid ?? 0)).dead, true);
  });

  it("of another machine may live, whatever runs here", async () => {
    const child = spawn("true");
    await once(child, "exit");
    assert.equal((await lockOf(child.pid ?? 0, { hostname: "elsewhere" })).dead, false);
  });

  it("is dead when its number was given to a process that began later", async () => {
    const earlier = new Date(Date.now() - process.uptime() * 1000 - 60_000);
    assert.equal((await lockOf(process.pid, { timestamp: earlier })).dead, true);
  });

  it("lives although nobody looked at its process before", async () => {
    const child = spawn("sleep", ["60"]);
    try {
      await once(child, "spawn");
      const timestamp = new Date();
      // Longer than the tolerance: the kernel's folder of the process is as young as the first look at it.
      await sleep(6000);
      assert.equal((await lockOf(child.pid ?? 0, { timestamp })).dead, false);
    } finally {
      child.kill("SIGKILL");
    }
  }).timeout(20_000);

  it("that says nothing may be anyone's", async () => {
    for (const text of ["", "{}"]) {
      writeFileSync(join(folder, "lock.json"), text);
      const [lock] = await readLocks(`file://${backend}`, "palier", "local");
      assert.equal(lock?.dead, false);
      assert.ok(lock.holder.includes(join(folder, "lock.json")));
    }
  });

  it("is found in a backend with options", async () => {
    await lockOf(process.pid);
    assert.equal((await readLocks(`file://${backend}?metadata=skip`, "palier", "local")).length, 1);
  });

  it("is looked for in file backends, in the stack's own folder, among the lock files", async () => {
    writeFileSync(join(folder, "lock.json.tmp"), "half");
    assert.deepEqual(await readLocks(`file://${backend}`, "palier", "local"), []);
    await lockOf(process.pid);
    assert.deepEqual(await readLocks(`file://${backend}`, "palier", "prod"), []);
    assert.deepEqual(await readLocks("s3://bucket", "palier", "local"), []);
  });
});

describe("creations that a killed update left pending", () => {
  const pending = (type: string, kind: string, inputs?: object) => ({
    type,
    resource: { urn: `urn:${kind}`, type: `docker:index/${kind}`, ...(inputs ? { inputs } : {}) },
  });

  it("are read from an exported state", () => {
    const operations = [
      pending("creating", "volume:Volume", { name: "data" }),
      pending("creating", "container:Container", { name: { secret: true } }),
      pending("creating", "network:Network"),
      pending("updating", "volume:Volume", { name: "other" }),
    ];
    const parse = (deployment: object) => pendingCreations(stateSchema.parse({ deployment }));
    assert.deepEqual(parse({ pending_operations: operations }), [
      { urn: "urn:volume:Volume", type: "docker:index/volume:Volume", name: "data" },
      { urn: "urn:container:Container", type: "docker:index/container:Container", name: undefined },
      { urn: "urn:network:Network", type: "docker:index/network:Network", name: undefined },
    ]);
    assert.deepEqual(parse({}), []);
  });

  const own = { "palier.resource": "edge" };
  const settled = async (kind: string, name: string | undefined) => {
    const engine = fakeEngine({
      containers: [{ name: "there", labels: own }, { name: "foreign" }],
      networks: [{ name: "there", labels: own }, { name: "foreign" }],
      volumes: [{ name: "there" }],
    });
    const creation = { urn: "urn:pulumi:local::palier::type::edge", type: kind, name };
    const { importId, explanation } = await settle(engine.docker, creation);
    return { importId, explanation, removed: engine.removed };
  };

  it("keep a volume, because it may hold data", async () => {
    assert.deepEqual(await settled("docker:index/volume:Volume", "there"), {
      importId: "there",
      explanation: "volume there is kept",
      removed: [],
    });
  });

  it("remove what the next update makes again", async () => {
    for (const [type, kind] of [
      ["docker:index/container:Container", "container"],
      ["docker:index/network:Network", "network"],
    ] as const) {
      assert.deepEqual(await settled(type, "there"), {
        importId: undefined,
        explanation: `unfinished ${kind} there was removed`,
        removed: [`${kind} there`],
      });
    }
  });

  it("leave alone what somebody else made under that name", async () => {
    for (const [type, kind] of [
      ["docker:index/container:Container", "container"],
      ["docker:index/network:Network", "network"],
    ] as const) {
      assert.deepEqual(await settled(type, "foreign"), {
        importId: undefined,
        explanation: `${kind} foreign is not this stack's and was left alone`,
        removed: [],
      });
    }
  });

  it("are forgotten when nothing was made, or nothing on the engine could have been", async () => {
    const nothing = { importId: undefined, explanation: "nothing was made", removed: [] };
    for (const kind of ["container:Container", "network:Network", "volume:Volume"]) {
      assert.deepEqual(await settled(`docker:index/${kind}`, "missing"), nothing);
      assert.deepEqual(await settled(`docker:index/${kind}`, undefined), nothing);
    }
    assert.deepEqual(await settled("command:local:Command", "there"), nothing);
  });

  it("leave a state in which nothing is under way, and what was kept has its identifier", () => {
    const volume = pending("creating", "volume:Volume", { name: "data" });
    const network = pending("creating", "network:Network", { name: "edge" });
    const stack = { urn: "urn:stack", type: "pulumi:pulumi:Stack", custom: false };
    const state = stateSchema.parse({
      version: 3,
      deployment: {
        secrets_providers: { type: "passphrase" },
        resources: [stack],
        pending_operations: [volume, network, pending("updating", "container:Container")],
      },
    });
    const settlements = [
      { urn: volume.resource.urn, importId: "data", explanation: "" },
      { urn: network.resource.urn, importId: undefined, explanation: "" },
    ];
    assert.deepEqual(settledState(state, settlements), {
      version: 3,
      deployment: {
        secrets_providers: { type: "passphrase" },
        resources: [stack, { ...volume.resource, id: "data", outputs: { name: "data" } }],
        pending_operations: [],
      },
    });
  });
});

describe("containers that an update has left", () => {
  const own = { "palier.project": "palier", "palier.stack": "local" };
  const left = [
    { name: "reader", labels: { ...own, "palier.component": "helper" }, state: "created" },
    { name: "plan", labels: { ...own, "palier.component": "task" }, state: "exited" },
    { name: "migrating", labels: { ...own, "palier.component": "task" }, state: "running" },
    {
      name: "other",
      labels: { ...own, "palier.stack": "prod", "palier.component": "task" },
      state: "exited",
    },
  ];

  it("are removed when they have ended and are the stack's", async () => {
    const { docker, removed } = fakeEngine({ containers: left });
    const said = await removeHelpers(docker, "palier", "local");
    assert.deepEqual(removed, ["container reader", "container plan"]);
    assert.deepEqual(said, ["helper container reader", "task container plan"]);
  });

  it("are kept while a release is at work that only its lock tells of", async () => {
    const since = "2026-01-01T10:00:00.000Z";
    const lock = {
      name: lockName("local", "copies"),
      labels: lockLabels("local", "copies", { actor: await currentActor(), since }),
      state: "created",
    };
    const { docker, removed } = fakeEngine({ containers: [...left, lock] });
    assert.deepEqual(await removeHelpers(docker, "palier", "local"), []);
    assert.deepEqual(removed, []);
  });
});

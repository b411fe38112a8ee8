import assert from "node:assert/strict";

import { UNKNOWN_TEXT } from "../../support/provider";
import type { Provider, WireProperties } from "../../support/provider";
import {
  Resource,
  cleanUp,
  docker,
  image,
  prefix,
  startDocker,
  subject,
  testPort,
} from "./support";
import type { State } from "./support";

const mb = 1024 * 1024;

describe("docker: changing a container", function () {
  this.timeout(60000);
  let provider: Provider;
  let container: Resource;
  let state: State;

  const base: WireProperties = {
    image,
    name: `${prefix}-change`,
    command: ["sleep", "600"],
    entrypoints: ["sh", "-c", "exec sleep 600"],
    envs: ["A=1", "B=2"],
    labels: [
      { label: "one", value: "1" },
      { label: "two", value: "2" },
    ],
    user: "1000",
    hostname: "box",
    workingDir: "/data",
    memory: 64,
    memorySwap: 128,
    memoryReservation: 32,
    cpuShares: 512,
    cpuSet: "0",
    cpus: "0.5",
    cpuPeriod: 0,
    ports: [
      { internal: 80, external: testPort(2) },
      { internal: 81, external: testPort(3) },
    ],
    mounts: [
      { type: "tmpfs", target: "/a", tmpfsOptions: { sizeBytes: 65536 } },
      { type: "bind", source: "/etc/hostname", target: "/b", readOnly: true },
    ],
    tmpfs: { "/run": "size=64k" },
    healthcheck: {
      tests: ["CMD", "true"],
      interval: "1m30s",
      timeout: "5s",
      startPeriod: "0s",
      retries: 3,
    },
    capabilities: { adds: ["CAP_CHOWN"], drops: ["ALL"] },
    securityOpts: ["no-new-privileges"],
    hosts: [{ host: "db", ip: "10.0.0.1" }],
    dns: ["10.0.0.53"],
    ulimits: [{ name: "nofile", soft: 100, hard: 200 }],
    logOpts: { "max-size": "1m" },
    logDriver: "json-file",
    init: true,
    shmSize: 32,
    sysctls: { "net.core.somaxconn": "256" },
    stopSignal: "SIGINT",
    stopTimeout: 3,
    restart: "no",
    uploads: [{ file: "/up", content: "x" }],
    destroyGraceSeconds: 1,
  };

  before(async () => {
    provider = await startDocker();
    container = new Resource(provider, subject("Container", "change"));
    state = await container.create(base);
  });
  after(cleanUp);
  after(() => provider.stop());

  describe("in place, visible on the engine, in the same container", () => {
    const cases: [string, WireProperties, (host: Record<string, unknown>) => unknown, unknown][] = [
      [
        "memory and memorySwap",
        { memory: 96, memorySwap: 200 },
        (host) => [host.Memory, host.MemorySwap],
        [96 * mb, 200 * mb],
      ],
      ["memoryReservation", { memoryReservation: 48 }, (host) => host.MemoryReservation, 48 * mb],
      ["cpuShares", { cpuShares: 256 }, (host) => host.CpuShares, 256],
      ["cpuSet", { cpuSet: "0-1" }, (host) => host.CpusetCpus, "0-1"],
      [
        "restart and maxRetryCount",
        { restart: "on-failure", maxRetryCount: 4 },
        (host) => host.RestartPolicy,
        { Name: "on-failure", MaximumRetryCount: 4 },
      ],
      [
        "restart back to its default",
        { restart: null },
        (host) => host.RestartPolicy,
        { Name: "no", MaximumRetryCount: 0 },
      ],
    ];
    for (const [name, change, look, expected] of cases) {
      it(name, async () => {
        const before = await docker.getContainer(state.id).inspect();
        const program = { ...base, ...change };
        const diff = await container.diff(state, program);
        if (name !== "restart back to its default") assert.equal(diff.changes, "some");
        assert.deepEqual(diff.replaces, []);
        state = await container.update(state, program);
        const info = await docker.getContainer(state.id).inspect();
        assert.deepEqual(look(info.HostConfig as Record<string, unknown>), expected);
        assert.equal(info.State.StartedAt, before.State.StartedAt);
        assert.deepEqual((await container.diff(state, program)).diffs, []);
      });
    }
  });

  describe("state only, without a replacement", () => {
    const changes: WireProperties[] = [
      { destroyGraceSeconds: 9 },
      { waitTimeout: 9 },
      { removeVolumes: false },
      { start: false },
      { mustRun: false },
      { rm: true },
      { wait: true },
    ];
    for (const change of changes) {
      it(Object.keys(change).join(), async () => {
        const diff = await container.diff(state, { ...base, ...change });
        assert.ok(diff.diffs.includes(Object.keys(change)[0] ?? ""));
        assert.deepEqual(diff.replaces, []);
      });
    }
  });

  describe("by replacement, deleting first", () => {
    const changes: WireProperties = {
      image: "other",
      command: ["sleep", "7"],
      entrypoints: null,
      envs: ["A=1"],
      labels: null,
      user: "7",
      hostname: "other",
      workingDir: "/",
      ports: null,
      uploads: [{ file: "/up", content: "y" }],
      volumes: [{ containerPath: "/v" }],
      networksAdvanced: [{ name: "n" }],
      networkMode: "host",
      hosts: null,
      dns: ["10.0.0.54"],
      ulimits: [{ name: "nofile", soft: 101, hard: 200 }],
      logOpts: { "max-size": "2m" },
      capabilities: { drops: ["ALL"] },
      securityOpts: ["no-new-privileges", "label=disable"],
      readOnly: true,
      cpus: "0.6",
      shmSize: 33,
      sysctls: null,
      stopSignal: "SIGQUIT",
      stopTimeout: 4,
      name: "other-name",
      privileged: true,
      publishAllPorts: true,
      tty: true,
      groupAdds: ["44"],
      pidMode: "host",
      ipcMode: "host",
      runtime: "other",
      domainname: "d",
    };
    // Where the official plugin says "updated" and changes nothing, or sees no difference at all.
    const honest: Record<string, WireProperties> = {
      "a changed healthcheck": { healthcheck: { tests: ["CMD", "false"] } },
      init: { init: false },
      cpuQuota: { cpuQuota: 1000 },
      "a tmpfs value": { tmpfs: { "/run": "size=65k" } },
      "readOnly of a mount": {
        mounts: [
          (base.mounts as WireProperties[])[0] ?? {},
          { type: "bind", source: "/etc/hostname", target: "/b" },
        ],
      },
      "the source of a mount": {
        mounts: [
          (base.mounts as WireProperties[])[0] ?? {},
          { type: "bind", source: "/etc/hosts", target: "/b", readOnly: true },
        ],
      },
      "removed securityOpts": { securityOpts: null },
      "a removed healthcheck": { healthcheck: null },
      "a removed host name": { hostname: null },
      "a removed user": { user: null },
      "a removed memory limit": { memory: null, memorySwap: null },
      "removed cpuShares": { cpuShares: 0 },
    };
    const all = [
      ...Object.entries(changes).map(([key, value]) => [key, { [key]: value }] as const),
      ...Object.entries(honest),
    ];
    for (const [name, change] of all) {
      it(name, async () => {
        const current = { ...state, inputs: await container.inputs(base) };
        const program = { ...base, ...change };
        const { inputs } = await provider.check(container.subject, program, current.inputs);
        const diff = await provider.diff(container.subject, state.id, current, inputs);
        assert.ok(diff.replaces.includes(Object.keys(change)[0] ?? ""), JSON.stringify(diff));
        assert.equal(diff.deleteBeforeReplace, true);
      });
    }
  });

  describe("no difference in meaning", () => {
    const spellings: Record<string, WireProperties> = {
      "order of envs": { envs: ["B=2", "A=1"] },
      "order of labels": { labels: [...(base.labels as WireProperties[])].reverse() },
      "order of ports, defaults written out": {
        ports: [
          { internal: 81, external: testPort(3), ip: "0.0.0.0", protocol: "tcp" },
          { internal: 80, external: testPort(2) },
        ],
      },
      "order of mounts": { mounts: [...(base.mounts as WireProperties[])].reverse() },
      durations: {
        healthcheck: {
          tests: ["CMD", "true"],
          interval: "90s",
          timeout: "5000ms",
          retries: 3,
          startInterval: "0s",
        },
      },
      cpus: { cpus: ".50" },
      capabilities: { capabilities: { adds: ["chown"], drops: ["all"] } },
      "no-new-privileges": { securityOpts: ["no-new-privileges:true"] },
      "swap left to the engine": { memorySwap: null },
      "defaults written out": {
        privileged: false,
        publishAllPorts: false,
        networkMode: "bridge",
        cpuQuota: 0,
      },
    };
    for (const [name, change] of Object.entries(spellings)) {
      it(name, async () => {
        const current = { ...state, inputs: await container.inputs(base) };
        assert.deepEqual((await container.diff(current, { ...base, ...change })).detailed, {});
      });
    }

    it("inputs that the official plugin left in the state, with its own marks", async () => {
      const inputs = await container.inputs(base);
      const official = {
        ...inputs,
        __defaults: ["attach", "logs"],
        healthcheck: {
          ...(base.healthcheck as WireProperties),
          __defaults: [],
          startInterval: "0s",
        },
      };
      assert.deepEqual((await container.diff({ ...state, inputs: official }, base)).detailed, {});
    });
  });

  it("names nested paths in a diff", async () => {
    const current = { ...state, inputs: await container.inputs(base) };
    const mounts = [
      { type: "tmpfs", target: "/a", tmpfsOptions: { sizeBytes: 131072 } },
      (base.mounts as WireProperties[])[1] ?? {},
    ];
    const diff = await container.diff(current, { ...base, mounts });
    assert.ok(
      Object.keys(diff.detailed).some((path) =>
        /^mounts\[\d\]\.tmpfsOptions\.sizeBytes$/.test(path),
      ),
      JSON.stringify(diff.detailed),
    );
  });

  it("previews with unknown inputs, and shows what only the engine can tell as unknown", async () => {
    const program = { ...base, image: UNKNOWN_TEXT, envs: ["A=1", UNKNOWN_TEXT] };
    const inputs = await container.inputs(program);
    const { id, outputs } = await provider.create(container.subject, inputs, { preview: true });
    assert.equal(id, "");
    assert.equal(outputs.networkDatas, UNKNOWN_TEXT);
    assert.equal(outputs.image, UNKNOWN_TEXT);
    assert.equal(outputs.name, base.name);
    const diff = await container.diff({ ...state, inputs: await container.inputs(base) }, program);
    assert.ok(diff.replaces.includes("image"));
  });
});

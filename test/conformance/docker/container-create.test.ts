import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";

import { failureOf, secret } from "../../support/provider";
import type { Provider, WireProperties } from "../../support/provider";
import {
  Resource,
  cleanUp,
  docker,
  image,
  prefix,
  startDocker,
  subject,
  textOf,
  without,
  testPort,
} from "./support";

describe("docker: creating a container", function () {
  this.timeout(60000);
  let provider: Provider;
  let container: Resource;

  before(async () => {
    provider = await startDocker();
    container = new Resource(provider, subject("Container", "made"));
  });
  afterEach(cleanUp);
  after(() => provider.stop());

  const sleeping: WireProperties = { image, command: ["sleep", "600"], destroyGraceSeconds: 0 };

  it("names it after the resource, fills in the official defaults, and sees no difference afterwards", async () => {
    const state = await container.create(sleeping);
    assert.match(textOf(state.inputs.name), new RegExp(`^${prefix}-made-[0-9a-f]{7}$`));
    const info = await docker.getContainer(state.id).inspect();
    assert.equal(info.Id, state.id);
    assert.equal(info.Name, `/${textOf(state.inputs.name)}`);
    assert.ok(info.State.Running);
    const { networkMode, restart, mustRun, start, removeVolumes, waitTimeout } = state.inputs;
    assert.deepEqual(
      { networkMode, restart, mustRun, start, removeVolumes, waitTimeout },
      {
        networkMode: "bridge",
        restart: "no",
        mustRun: true,
        start: true,
        removeVolumes: true,
        waitTimeout: 60,
      },
    );
    assert.deepEqual((await container.diff(state, sleeping)).diffs, []);
    const refreshed = await container.refresh(state);
    assert.ok(refreshed);
    assert.deepEqual((await container.diff(refreshed, sleeping)).diffs, []);
  });

  it("hands every input to the engine", async () => {
    await docker.createNetwork({
      Name: `${prefix}-net`,
      IPAM: { Config: [{ Subnet: "10.213.7.0/24" }] },
    });
    await docker.createNetwork({ Name: `${prefix}-net2` });
    await docker.createVolume({ Name: `${prefix}-vol` });
    const program: WireProperties = {
      image,
      name: `${prefix}-full`,
      command: ["-c", "sleep 600"],
      entrypoints: ["sh"],
      envs: ["B=2", "A=1"],
      labels: [{ label: "app", value: "x" }],
      ports: [
        { internal: 80, external: testPort(0), ip: "127.0.0.1" },
        { internal: 53, external: testPort(1), protocol: "udp" },
      ],
      mounts: [
        {
          type: "volume",
          source: `${prefix}-vol`,
          target: "/data",
          volumeOptions: { noCopy: true },
        },
        { type: "tmpfs", target: "/scratch", tmpfsOptions: { sizeBytes: 1048576, mode: 0o700 } },
        { type: "bind", source: "/etc/hostname", target: "/host-name", readOnly: true },
      ],
      tmpfs: { "/run": "size=64k" },
      networksAdvanced: [
        { name: `${prefix}-net`, aliases: ["web"], ipv4Address: "10.213.7.9" },
        { name: `${prefix}-net2` },
      ],
      hosts: [{ host: "db", ip: "10.0.0.1" }],
      dns: ["10.0.0.53"],
      dnsOpts: ["ndots:1"],
      dnsSearches: ["example.test"],
      healthcheck: {
        tests: ["CMD", "true"],
        interval: "1m30s",
        timeout: "5s",
        startPeriod: "500ms",
        retries: 3,
      },
      capabilities: { adds: ["CAP_NET_BIND_SERVICE"], drops: ["ALL"] },
      securityOpts: ["no-new-privileges"],
      user: "1000:1000",
      workingDir: "/data",
      hostname: "box",
      domainname: "example.test",
      init: true,
      restart: "on-failure",
      maxRetryCount: 2,
      memory: 64,
      memorySwap: 128,
      memoryReservation: 32,
      cpus: "0.5",
      cpuShares: 512,
      cpuSet: "0",
      shmSize: 32,
      ulimits: [{ name: "nofile", soft: 100, hard: 200 }],
      sysctls: { "net.core.somaxconn": "256" },
      logDriver: "json-file",
      logOpts: { "max-size": "1m" },
      stopSignal: "SIGINT",
      stopTimeout: 3,
      groupAdds: ["44"],
      tty: true,
      stdinOpen: true,
      ipcMode: "shareable",
      cgroupnsMode: "private",
      wait: true,
      destroyGraceSeconds: 1,
    };
    // The health check comes after 90 s: waiting for it is another test.
    const state = await container.create({ ...program, wait: false });
    const {
      Config: config,
      HostConfig: host,
      NetworkSettings: net,
    } = await docker.getContainer(state.id).inspect();
    assert.deepEqual(config.Entrypoint, ["sh"]);
    assert.deepEqual(config.Cmd, ["-c", "sleep 600"]);
    assert.ok(["A=1", "B=2"].every((env) => config.Env.includes(env)));
    assert.equal(config.Labels.app, "x");
    assert.deepEqual(config.Healthcheck, {
      Test: ["CMD", "true"],
      Interval: 90e9,
      Timeout: 5e9,
      StartPeriod: 5e8,
      Retries: 3,
    });
    assert.deepEqual(
      [
        config.User,
        config.WorkingDir,
        config.Hostname,
        config.Domainname,
        config.Tty,
        config.OpenStdin,
      ],
      ["1000:1000", "/data", "box", "example.test", true, true],
    );
    assert.deepEqual(host.PortBindings, {
      "80/tcp": [{ HostIp: "127.0.0.1", HostPort: String(testPort(0)) }],
      "53/udp": [{ HostIp: "0.0.0.0", HostPort: String(testPort(1)) }],
    });
    assert.deepEqual(
      host.Mounts?.map(({ Type, Target, ReadOnly }) => [Type, Target, ReadOnly ?? false]),
      [
        ["volume", "/data", false],
        ["tmpfs", "/scratch", false],
        ["bind", "/host-name", true],
      ],
    );
    assert.equal(host.Mounts[0]?.VolumeOptions?.NoCopy, true);
    assert.deepEqual(host.Mounts[1]?.TmpfsOptions, { SizeBytes: 1048576, Mode: 0o700 });
    assert.deepEqual(host.Tmpfs, { "/run": "size=64k" });
    assert.equal(net.Networks[`${prefix}-net`]?.IPAddress, "10.213.7.9");
    assert.ok((net.Networks[`${prefix}-net`]?.Aliases as string[]).includes("web"));
    assert.deepEqual(Object.keys(net.Networks).sort(), [`${prefix}-net`, `${prefix}-net2`]);
    assert.deepEqual(
      [host.ExtraHosts, host.Dns, host.DnsOptions, host.DnsSearch],
      [["db:10.0.0.1"], ["10.0.0.53"], ["ndots:1"], ["example.test"]],
    );
    assert.deepEqual(
      [host.CapAdd, host.CapDrop, host.SecurityOpt],
      [["CAP_NET_BIND_SERVICE"], ["ALL"], ["no-new-privileges"]],
    );
    assert.deepEqual(host.RestartPolicy, { Name: "on-failure", MaximumRetryCount: 2 });
    const mb = 1024 * 1024;
    assert.deepEqual(
      [
        host.Memory,
        host.MemorySwap,
        host.MemoryReservation,
        host.NanoCpus,
        host.CpuShares,
        host.CpusetCpus,
        host.ShmSize,
      ],
      [64 * mb, 128 * mb, 32 * mb, 5e8, 512, "0", 32 * mb],
    );
    assert.deepEqual(
      [host.Ulimits, host.Sysctls, host.Init, host.GroupAdd, host.IpcMode],
      [
        [{ Name: "nofile", Soft: 100, Hard: 200 }],
        { "net.core.somaxconn": "256" },
        true,
        ["44"],
        "shareable",
      ],
    );
    assert.deepEqual(host.LogConfig, { Type: "json-file", Config: { "max-size": "1m" } });
    const { StopSignal, StopTimeout } = config as unknown as Record<string, unknown>;
    assert.deepEqual([StopSignal, StopTimeout], ["SIGINT", 3]);
    const [data] = state.outputs.networkDatas as WireProperties[];
    assert.deepEqual([data?.networkName, data?.ipAddress], [`${prefix}-net`, "10.213.7.9"]);

    const refreshed = await container.refresh(state);
    assert.ok(refreshed);
    assert.deepEqual((await container.diff(refreshed, { ...program, wait: false })).detailed, {});
    const imported = await container.import(state.id);
    assert.ok(imported);
    const importable = without(program, "cgroupnsMode", "ipcMode");
    const differences = (await container.diff(imported, { ...importable, wait: false })).diffs;
    assert.deepEqual(
      differences.filter((name) => name !== "destroyGraceSeconds"),
      [],
    );
  });

  it("uploads files with their modes before the start", async () => {
    const state = await container.create({
      image,
      command: ["sh", "-c", "cat /etc/app/one /two; stat -c '%a %u' /two /run-me; exec sleep 600"],
      uploads: [
        { file: "/etc/app/one", content: "first\n" },
        {
          file: "/two",
          contentBase64: Buffer.from("second\n").toString("base64"),
          permissions: "0640",
          owner: "7",
        },
        { file: "/run-me", source: __filename, executable: true },
      ],
    });
    const logs = await output(state.id);
    assert.match(logs, /first\nsecond\n640 7\n744 0/);
    const news = {
      image,
      command: ["sleep", "1"],
      uploads: [{ file: "/a", source: "/nowhere/at-all" }],
    };
    const failure = await failureOf(container.create(news));
    assert.match(failure.message, /source \/nowhere\/at-all cannot be read \(ENOENT\)/);
  });

  it("joins no network that was not asked for", async () => {
    await docker.createNetwork({ Name: `${prefix}-only`, Internal: true });
    const state = await container.create({
      ...sleeping,
      networksAdvanced: [{ name: `${prefix}-only` }],
    });
    const { NetworkSettings: net } = await docker.getContainer(state.id).inspect();
    assert.deepEqual(Object.keys(net.Networks), [`${prefix}-only`]);
  });

  it("leaves a container with start: false unstarted", async () => {
    const state = await container.create({ ...sleeping, start: false, mustRun: false });
    assert.equal((await docker.getContainer(state.id).inspect()).State.Status, "created");
    const refreshed = await container.refresh(state);
    assert.ok(refreshed);
    assert.deepEqual(
      (await container.diff(refreshed, { ...sleeping, start: false, mustRun: false })).diffs,
      [],
    );
  });

  it("runs an attached container to its end and keeps its output and exit code", async () => {
    const command = ["sh", "-c", "echo out; echo err >&2; exit 3"];
    const program = { image, command, attach: true, logs: true, mustRun: false };
    const state = await container.create(program);
    assert.equal(state.outputs.exitCode, 3);
    assert.match(textOf(state.outputs.containerLogs), /out/);
    assert.match(textOf(state.outputs.containerLogs), /err/);
    const removed = await container.create({ ...program, name: `${prefix}-rm`, rm: true });
    assert.equal(removed.outputs.exitCode, 3);
    await container.delete(removed);
  });

  it("publishes a free port when none is given", async () => {
    const state = await container.create({ ...sleeping, ports: [{ internal: 80 }] });
    const [port] = state.outputs.ports as WireProperties[];
    assert.ok(Number(port?.external) >= 1024);
    assert.deepEqual(
      (await container.diff(state, { ...sleeping, ports: [{ internal: 80 }] })).diffs,
      [],
    );
  });

  it("keeps secrets secret, in outputs and in the engine's request", async () => {
    const inputs = await container.inputs({ ...sleeping, envs: secret(["PASSWORD=hunter22"]) });
    assert.ok(!JSON.stringify(inputs.envs).startsWith('["'));
    const { outputs } = await provider.create(container.subject, inputs);
    assert.ok(JSON.stringify(outputs.envs).includes("1b47061264138c4ac30d75fd1eb44270"));
  });

  async function output(id: string): Promise<string> {
    for (let round = 0; round < 50; round++) {
      const logs = execFileSync("docker", ["logs", id], { encoding: "utf8" });
      if (logs.includes("744")) return logs;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    throw new Error("the container printed nothing");
  }
});

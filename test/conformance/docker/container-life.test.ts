import assert from "node:assert/strict";

import { until } from "../../support/processes";
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
  without,
  testPort,
} from "./support";
import type { State } from "./support";

describe("docker: the life of a container", function () {
  this.timeout(60000);
  let provider: Provider;
  let container: Resource;
  const sleeping: WireProperties = { image, command: ["sleep", "600"], memory: 64, cpuShares: 512 };

  before(async () => {
    provider = await startDocker();
    container = new Resource(provider, subject("Container", "life"));
  });
  afterEach(cleanUp);
  after(() => provider.stop());

  async function drifted(
    program: WireProperties,
    byHand: (state: State) => Promise<unknown>,
  ): Promise<State> {
    const state = await container.create(program);
    await byHand(state);
    const found = await container.refresh(state);
    assert.ok(found);
    return found;
  }

  describe("drift", () => {
    it("sees that it is gone", async () => {
      const state = await container.create(sleeping);
      await docker.getContainer(state.id).remove({ force: true });
      assert.equal(await container.refresh(state), undefined);
    });

    it("replaces a stopped container that publishes ports", async () => {
      const program = { ...sleeping, ports: [{ internal: 80, external: testPort(4) }] };
      const state = await drifted(program, ({ id }) => docker.getContainer(id).stop({ t: 0 }));
      assert.deepEqual((await container.diff(state, program)).replaces, ["ports"]);
    });

    it("starts a stopped container without ports again, in place", async () => {
      const state = await drifted(sleeping, ({ id }) => docker.getContainer(id).stop({ t: 0 }));
      const diff = await container.diff(state, sleeping);
      assert.deepEqual([diff.diffs, diff.replaces], [["mustRun"], []]);
      const updated = await container.update(state, sleeping);
      assert.ok((await docker.getContainer(state.id).inspect()).State.Running);
      assert.deepEqual((await container.diff(updated, sleeping)).diffs, []);
    });

    it("takes a stopped container for stopped, not for unhealthy", async () => {
      const healthcheck = { tests: ["CMD", "true"], interval: "200ms" };
      const program = { ...sleeping, healthcheck, wait: true };
      const state = await drifted(program, ({ id }) => docker.getContainer(id).stop({ t: 0 }));
      assert.deepEqual((await container.diff(state, program)).diffs, ["mustRun"]);
      await container.update(state, program);
      const { State: now } = await docker.getContainer(state.id).inspect();
      assert.deepEqual([now.Running, now.Health?.Status], [true, "healthy"]);
    });

    it("sees changed limits and puts them back", async () => {
      const change = {
        CpuShares: 128,
        Memory: 32 * 1024 * 1024,
        MemorySwap: 64 * 1024 * 1024,
        RestartPolicy: { Name: "always" },
      };
      const state = await drifted(
        sleeping,
        ({ id }) => docker.getContainer(id).update(change) as Promise<unknown>,
      );
      const diff = await container.diff(state, sleeping);
      assert.deepEqual([...diff.diffs].sort(), ["cpuShares", "memory", "restart"]);
      assert.deepEqual(diff.replaces, []);
      await container.update(state, sleeping);
      const { HostConfig: host } = await docker.getContainer(state.id).inspect();
      assert.deepEqual(
        [host.CpuShares, host.Memory, host.RestartPolicy?.Name],
        [512, 64 * 1024 * 1024, "no"],
      );
    });

    it("replaces a container that got a limit it shall not have", async () => {
      const unlimited = without(sleeping, "memory");
      const change = { Memory: 32 * 1024 * 1024, MemorySwap: 64 * 1024 * 1024 };
      const state = await drifted(
        unlimited,
        ({ id }) => docker.getContainer(id).update(change) as Promise<unknown>,
      );
      assert.ok((await container.diff(state, unlimited)).replaces.includes("memory"));
    });

    it("sees that it was disconnected from a network, or joined to another", async () => {
      await docker.createNetwork({ Name: `${prefix}-n1` });
      await docker.createNetwork({ Name: `${prefix}-n2` });
      const program = { ...sleeping, networksAdvanced: [{ name: `${prefix}-n1` }] };
      const left = await drifted(
        program,
        ({ id }) =>
          docker.getNetwork(`${prefix}-n1`).disconnect({ Container: id }) as Promise<unknown>,
      );
      assert.deepEqual((await container.diff(left, program)).replaces, ["networksAdvanced"]);
      await container.delete(left);
      const joined = await drifted(
        program,
        ({ id }) =>
          docker.getNetwork(`${prefix}-n2`).connect({ Container: id }) as Promise<unknown>,
      );
      assert.deepEqual((await container.diff(joined, program)).replaces, ["networksAdvanced"]);
    });

    it("knows a network by its ID as well as by its name", async () => {
      const { id } = await docker.createNetwork({ Name: `${prefix}-n3` });
      const program = { ...sleeping, networksAdvanced: [{ name: id }] };
      const state = await drifted(program, () => Promise.resolve());
      assert.deepEqual((await container.diff(state, program)).diffs, []);
    });
  });

  describe("wait", () => {
    const probe = (test: string): WireProperties => ({
      tests: ["CMD-SHELL", test],
      interval: "200ms",
      retries: 2,
      timeout: "5s",
    });

    it("returns once the container is healthy", async () => {
      const state = await container.create({ ...sleeping, healthcheck: probe("true"), wait: true });
      assert.equal((await docker.getContainer(state.id).inspect()).State.Health?.Status, "healthy");
    });

    const broken: [string, WireProperties, RegExp][] = [
      [
        "is unhealthy",
        {
          healthcheck: probe("echo broken-probe; false"),
          command: ["sh", "-c", "echo printed; sleep 600"],
        },
        /unhealthy.*broken-probe[^]*printed/,
      ],
      [
        "exits",
        { healthcheck: probe("true"), command: ["sh", "-c", "echo printed; exit 4"] },
        /exited with code 4[^]*printed/,
      ],
      [
        "keeps restarting",
        {
          healthcheck: { ...probe("true"), interval: "1m0s" },
          restart: "always",
          command: ["sh", "-c", "exit 5"],
        },
        /keeps exiting \(last code 5/,
      ],
      ["has no health check", {}, /has no health check/],
    ];
    for (const [name, change, expected] of broken) {
      it(`stops at once when the container ${name}, says why, and keeps it as it is`, async () => {
        const inputs = await container.inputs({
          ...sleeping,
          ...change,
          wait: true,
          waitTimeout: 600,
        });
        const failure = await failureOf(provider.create(container.subject, inputs));
        assert.match(failure.message, expected);
        assert.ok(failure.partial);
        assert.equal(
          (await docker.getContainer(failure.partial.id).inspect()).Id,
          failure.partial.id,
        );
      });
    }

    it("gives up after waitTimeout", async () => {
      const inputs = await container.inputs({
        ...sleeping,
        healthcheck: { ...probe("sleep 60; true"), timeout: "1m0s" },
        wait: true,
        waitTimeout: 1,
      });
      assert.match(
        (await failureOf(provider.create(container.subject, inputs))).message,
        /not healthy within 1 s/,
      );
    });

    it("does not print a secret that the container printed", async () => {
      const inputs = await container.inputs({
        ...sleeping,
        envs: secret(["PASSWORD=hunter22"]),
        command: ["sh", "-c", "echo value=$PASSWORD; env; exit 1"],
        healthcheck: probe("true"),
        wait: true,
      });
      const { message, partial } = await failureOf(provider.create(container.subject, inputs));
      assert.match(message, /value=\[secret\]/);
      assert.ok(!message.includes("hunter22") && !partial?.reasons.join().includes("hunter22"));
    });

    it("keeps the mark of failure through a refresh, and takes it away when the container got healthy", async () => {
      const program = { ...sleeping, healthcheck: probe("test -e /tmp/ok"), wait: true };
      const inputs = await container.inputs(program);
      const { partial } = await failureOf(provider.create(container.subject, inputs));
      assert.ok(partial);
      const state = { id: partial.id, inputs, outputs: partial.outputs };
      assert.ok((await failureOf(container.refresh(state))).partial);
      assert.match((await failureOf(container.update(state, program))).message, /unhealthy/);
      const exec = await docker
        .getContainer(partial.id)
        .exec({ Cmd: ["sh", "-c", "echo > /tmp/ok"] });
      await exec.start({});
      for (let round = 0; round < 100; round++) {
        if ((await docker.getContainer(partial.id).inspect()).State.Health?.Status === "healthy")
          break;
        await new Promise((resolve) => setTimeout(resolve, 100));
      }
      await container.update(state, program);
      assert.ok(await container.refresh(state));
    });
  });

  describe("failures", () => {
    it("keeps a container that cannot be started, and a retry starts the same one", async () => {
      const program = { ...sleeping, command: ["/no/such/program"] };
      const inputs = await container.inputs(program);
      const { message, partial } = await failureOf(provider.create(container.subject, inputs));
      assert.match(message, /cannot be started: .*no such file or directory/);
      assert.ok(partial);
      const retry = await failureOf(
        container.update({ id: partial.id, inputs, outputs: partial.outputs }, program),
      );
      assert.equal(retry.partial?.id, partial.id);
    });

    it("leaves nothing behind when the image is missing, or a network", async () => {
      const image = await failureOf(
        container.create({ ...sleeping, image: "palier-test/does-not-exist:1" }),
      );
      assert.match(
        image.message,
        /^The image "palier-test\/does-not-exist:1" is not on the engine at unix:.* and cannot be pulled: [^\n]+$/,
      );
      const id = await failureOf(
        container.create({ ...sleeping, image: `sha256:${"0".repeat(64)}` }),
      );
      assert.match(id.message, /an image ID cannot be pulled/);
      const network = await failureOf(
        container.create({
          ...sleeping,
          networksAdvanced: [{ name: "bridge" }, { name: `${prefix}-nowhere` }],
        }),
      );
      assert.match(
        network.message,
        /There is no network "palier-test-docker-nowhere" on the engine/,
      );
      assert.deepEqual(await docker.listContainers({ all: true, filters: { name: [prefix] } }), []);
    });

    it("says whose a taken name is and does not touch its owner", async () => {
      const foreign = await docker.createContainer({
        name: `${prefix}-mine`,
        Image: image,
        Cmd: ["sleep", "600"],
        Labels: { owner: "somebody" },
      });
      const failure = await failureOf(container.create({ ...sleeping, name: `${prefix}-mine` }));
      assert.match(
        failure.message,
        /name "palier-test-docker-mine" is taken.*owner=somebody.*pulumi import/,
      );
      assert.equal(failure.partial, undefined);
      assert.equal((await foreign.inspect()).Id, foreign.id);
    });

    it("says which container holds a port", async () => {
      const ports = [{ internal: 80, external: testPort(5) }];
      await container.create({ ...sleeping, name: `${prefix}-holder`, ports });
      const failure = await failureOf(
        container.create({ ...sleeping, name: `${prefix}-late`, ports }),
      );
      assert.match(failure.message, /held by container palier-test-docker-holder/);
    });

    const refusals: [WireProperties, RegExp][] = [
      [{ gpus: "all" }, /gpus is not supported/],
      [{ memory: "512m" }, /memory expected a whole number/],
      [
        { ports: [{ internal: 70000 }] },
        /ports\[0\]\.internal expected a whole number from 1 to 65535/,
      ],
      [{ ports: [{ internal: 80, extrenal: 1 }] }, /ports\[0\]\.extrenal is not an input/],
      [
        { mounts: [{ type: "volume", target: "/x", volumeOptions: { subpath: "a" } }] },
        /volumeOptions\.subpath is not supported: it needs API 1\.45/,
      ],
      [
        { healthcheck: { tests: ["CMD"], startInterval: "1s" } },
        /startInterval expected nothing: it needs API 1\.44/,
      ],
      [{ healthcheck: { tests: ["CMD"], interval: "90" } }, /interval expected a duration/],
      [
        { networksAdvanced: [{ name: "n", macAddress: "02:42:ac:11:00:02" }] },
        /macAddress is not supported/,
      ],
      [
        { readOnly: true, uploads: [{ file: "/a", content: "b" }] },
        /uploads cannot be written into a container with readOnly/,
      ],
      [{ uploads: [{ file: "/a" }] }, /uploads\[0\] needs exactly one of/],
      [{ attach: true }, /also needs mustRun: false/],
      [{ restart: "sometimes" }, /restart expected one of/],
      [{ iamge: "x" }, /"iamge" is not an input.*"image"/],
    ];
    for (const [change, expected] of refusals) {
      it(`refuses ${JSON.stringify(change)} already in a preview`, async () => {
        const { failures } = await provider.check(container.subject, { ...sleeping, ...change });
        assert.match(failures.map((failure) => failure.reason).join("\n"), expected);
      });
    }
  });

  it("stops with the grace period before it removes, and a container that is gone is deleted all the same", async () => {
    const state = await container.create({
      ...sleeping,
      command: ["sh", "-c", "trap 'exit 0' TERM; while :; do sleep 0.1; done"],
      destroyGraceSeconds: 5,
    });
    const events: string[] = [];
    const stream = await docker.getEvents({ filters: { container: [state.id] } });
    stream.on("data", (data: Buffer) => events.push(data.toString()));
    await container.delete(state);
    await until("the event of its end", () => events.join().includes('"exitCode"'));
    (stream as NodeJS.ReadableStream & { destroy(): void }).destroy();
    assert.match(events.join(), /"exitCode":"0"/);
    await container.delete(state);
  });
});

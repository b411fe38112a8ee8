import assert from "node:assert/strict";
import { setTimeout as sleep } from "node:timers/promises";

import type Dockerode from "dockerode";

import { retire, start, waitHealthy } from "../../../release/engine/service";
import { OperationFailure } from "../../../release/failure";
import { calm, Lab } from "./lab";

const second = 1e9;

describe("a released container", function () {
  this.timeout(60_000);
  let lab: Lab;

  beforeEach(() => {
    lab = new Lab();
  });

  afterEach(() => lab.close());

  const check = (script: string, changes: Dockerode.HealthConfig = {}) => ({
    Healthcheck: {
      Test: ["CMD", "/bin/bash", "-c", script],
      Interval: second,
      Timeout: second,
      Retries: 2,
      StartPeriod: 0,
      ...changes,
    },
  });

  const started = async (
    script: string,
    options: Dockerode.ContainerCreateOptions = {},
  ): Promise<Dockerode.Container> => {
    const container = await lab.container("web", script, options);
    assert.equal(await start(container), true);
    return container;
  };

  const failureOf = async (container: Dockerode.Container): Promise<OperationFailure> => {
    const failure = await waitHealthy(container, calm).catch((error: unknown) => error);
    assert.ok(failure instanceof OperationFailure, String(failure));
    return failure;
  };

  it("is started with a restart policy, and left alone when it runs already", async () => {
    const container = await started("exec sleep 600");
    const before = await container.inspect();
    assert.equal(before.HostConfig.RestartPolicy?.Name, "always");
    assert.equal(await start(container), false);
    assert.equal((await container.inspect()).State.StartedAt, before.State.StartedAt);
  });

  it("stays stopped once it is retired, and can be brought back", async () => {
    const container = await started("trap 'exit 0' TERM; while sleep 0.1; do :; done");
    await retire(container, 10);
    const { State, HostConfig } = await container.inspect();
    assert.deepEqual([State.Running, State.ExitCode], [false, 0]);
    // With any other policy a restart of the engine would start it again.
    assert.equal(HostConfig.RestartPolicy?.Name, "no");
    await retire(container, 10);
    assert.equal(await start(container), true);
    assert.equal((await container.inspect()).HostConfig.RestartPolicy?.Name, "always");
  });

  it("may be gone when it is to be retired", async () => {
    const container = await lab.container("web", "true");
    await container.remove();
    await retire(container, 1);
  });

  it("is healthy as soon as its check passes, long before the engine looks", async () => {
    const container = await started(
      "exec sleep 600",
      check("true", { Interval: 3600 * second, StartPeriod: 3600 * second }),
    );
    await waitHealthy(container, calm);
    assert.equal((await container.inspect()).State.Health?.Status, "starting");
  });

  it("is unhealthy when its check fails too often, with what the last probe said", async () => {
    const container = await started("echo line; exec sleep 600", check("echo no answer; exit 3"));
    const { message, evidence } = await failureOf(container);
    assert.match(message, /-web is unhealthy: the last probe answered 3: no answer$/);
    assert.deepEqual(evidence, ["line"]);
  });

  it("is unhealthy as well when its check hangs", async () => {
    const container = await started("exec sleep 600", check("exec sleep 600"));
    assert.match((await failureOf(container)).message, /-web is unhealthy: the last probe/);
  });

  it("fails with its exit code and its last lines when it keeps ending", async () => {
    const container = await started("echo broken >&2; exit 9", check("false"));
    const { message, evidence } = await failureOf(container);
    assert.match(message, /-web does not stay up: it ended with exit code 9$/);
    assert.equal(evidence.at(-1), "broken");
    assert.ok(evidence.length >= 2 && evidence.length <= 15);
  });

  it("may end once, as one does that came before its database", async () => {
    const script =
      "[ -e /tmp/again ] || { touch /tmp/again; exit 1; }; touch /tmp/second; exec sleep 600";
    const container = await started(
      script,
      check("test -e /tmp/second", { Interval: 3600 * second }),
    );
    await waitHealthy(container, calm);
    assert.equal((await container.inspect()).RestartCount, 1);
  });

  it("fails when it was stopped by hand", async () => {
    const container = await started("exit 4");
    await retire(container, 0);
    assert.match((await failureOf(container)).message, /does not stay up: it ended with exit code/);
  });

  it("fails for want of memory, and says so", async () => {
    const container = await started("sleep 0.2; exec tail /dev/zero", {
      ...check("false"),
      HostConfig: { Memory: 16 * 1024 * 1024, MemorySwap: 16 * 1024 * 1024, Init: true },
    });
    assert.match((await failureOf(container)).message, /because it ran out of memory$/);
  });

  it("is not waited for any longer when the deployment is interrupted", async () => {
    const container = await started("exec sleep 600", check("false", { Retries: 1000 }));
    const interruption = new AbortController();
    const waiting = waitHealthy(container, interruption.signal);
    await sleep(500);
    interruption.abort(new Error("The deployment was interrupted."));
    await assert.rejects(waiting, { message: "The deployment was interrupted." });
  });
});

import assert from "node:assert/strict";
import { setTimeout as sleep } from "node:timers/promises";

import { runOneOff } from "../../../release/engine/one-off";
import { calm, docker, Lab } from "./lab";

describe("a one-off container", () => {
  let lab: Lab;

  beforeEach(() => {
    lab = new Lab();
  });

  afterEach(() => lab.close());

  const run = (script: string, timeoutSeconds = 30, signal = calm) =>
    runOneOff(docker, `${lab.name}-task`, lab.script(script), { timeoutSeconds, signal });

  it("answers with exit code and both outputs, and leaves nothing", async () => {
    assert.deepEqual(await run("echo out; sleep 0.3; echo error >&2; exit 7"), {
      exitCode: 7,
      output: "out\nerror",
      stdout: "out",
      stderr: "error",
      timedOut: false,
    });
    assert.deepEqual(await lab.containers(), []);
  });

  it("has no network, no rights and nothing to write to", async () => {
    const { output } = await run(
      "grep -E 'CapEff|NoNewPrivs' /proc/self/status; ls /sys/class/net; touch /x 2>&1; true",
    );
    assert.match(output, /^CapEff:\t0{16}\nNoNewPrivs:\t1\nlo\ntouch: .*Read-only file system$/);
  });

  it("is killed when it takes too long, and leaves nothing", async () => {
    const { exitCode, output, timedOut } = await run("echo began; sleep 600", 2);
    assert.deepEqual(
      { exitCode, output, timedOut },
      { exitCode: 137, output: "began", timedOut: true },
    );
    assert.deepEqual(await lab.containers(), []);
  });

  it("is killed when the deployment is interrupted, and leaves nothing", async () => {
    const interruption = new AbortController();
    const running = run("sleep 600", 600, interruption.signal);
    while ((await lab.containers()).length === 0) await sleep(50);
    interruption.abort(new Error("The deployment was interrupted."));
    const result = await running.catch((error: unknown) => error);
    if (!(result instanceof Error)) assert.equal((result as { exitCode: number }).exitCode, 137);
    assert.deepEqual(await lab.containers(), []);
  });

  it("never starts when the deployment was interrupted before", async () => {
    const volume = await lab.volume("trace");
    const mounts = [{ type: "volume" as const, source: volume, target: "/v", readOnly: false }];
    const task = (script: string, signal: AbortSignal) =>
      runOneOff(docker, `${lab.name}-task`, lab.script(script, { mounts, user: "0:0" }), {
        timeoutSeconds: 30,
        signal,
      });
    const interrupted = AbortSignal.abort(new Error("The deployment was interrupted."));
    await assert.rejects(task("touch /v/ran", interrupted), /interrupted/);
    assert.equal((await task("ls /v", calm)).output, "");
    assert.deepEqual(await lab.containers(), []);
  });

  for (const state of ["created", "exited", "running"] as const) {
    it(`takes the place of one that a killed run left ${state}`, async () => {
      const leftover = await lab.container("task", state === "running" ? "sleep 2" : "true");
      if (state !== "created") await leftover.start();
      if (state === "exited") await leftover.wait();
      const { exitCode, output } = await run("echo fresh");
      assert.deepEqual({ exitCode, output }, { exitCode: 0, output: "fresh" });
      assert.deepEqual(await lab.containers(), []);
    }).timeout(30_000);
  }

  it("says that an image is missing before it makes anything", async () => {
    const missing = `sha256:${"0".repeat(64)}`;
    const task = runOneOff(docker, `${lab.name}-task`, lab.script("true", { image: missing }), {
      timeoutSeconds: 5,
      signal: calm,
    });
    await assert.rejects(task, /The engine has no image sha256:000000000000: .*make images/);
  });
});

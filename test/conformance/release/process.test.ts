import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { setTimeout as sleep } from "node:timers/promises";

import { lockHolder } from "../../../release/lock";
import type { ReleaseInput } from "../../../spec/operations";
import { examSite, quietLifecycle } from "../../fixtures/release";
import { docker, engine, image, Lab, proxyImage, root, runOperation } from "./lab";

describe("release/main.ts", function () {
  this.timeout(90_000);
  let lab: Lab;

  beforeEach(() => {
    lab = new Lab();
  });

  afterEach(() => lab.close());

  it("names the operations that it knows", async () => {
    const { status, stdout, stderr } = await runOperation("relaese", {});
    assert.deepEqual([status, stdout], [1, ""]);
    assert.equal(
      stderr,
      'Unknown operation "relaese": expected one of fill-volume, configure-proxy, release.\n',
    );
  });

  const release = async (check: string): Promise<ReleaseInput> => {
    const web = await lab.container("web", "trap 'exit 0' TERM; while sleep 0.1; do :; done", {
      Healthcheck: {
        Test: ["CMD", "/bin/bash", "-c", check],
        Interval: 3600e9,
        Timeout: 1e9,
        Retries: 3,
      },
    });
    const proxy = await lab.container("proxy", "while sleep 1; do :; done", { Image: proxyImage });
    await proxy.start();
    return {
      engine,
      stack: lab.name,
      application: "exam",
      release: { image, reference: image, version: "1" },
      processes: [{ name: "web", kind: "web", containers: [web.id], stopGraceSeconds: 5 }],
      tasks: [],
      proxy: {
        container: `${lab.name}-proxy`,
        volume: `${lab.name}-none`,
        helperImage: image,
        upstreamFile: "upstreams/exam.conf",
        site: examSite,
        aliases: { web: "exam" },
        httpsPort: 8443,
      },
      readiness: { host: "exam.localhost", alias: "exam", port: 8000, path: "/" },
      lifecycle: quietLifecycle,
      journalVolume: `${lab.name}-journal`,
      repair: "",
    };
  };

  const stateOf = async ({ processes }: ReleaseInput) => {
    const id = processes[0]?.containers[0] ?? "";
    const { State, HostConfig } = await docker.getContainer(id).inspect();
    return { running: State.Running, policy: HostConfig.RestartPolicy?.Name };
  };

  const untilRunning = async (input: ReleaseInput): Promise<void> => {
    while (!(await stateOf(input)).running) await sleep(100);
  };

  const untilStopped = async (input: ReleaseInput): Promise<void> => {
    for (let attempt = 0; attempt < 300; attempt += 1) {
      const { running, policy } = await stateOf(input);
      const held = await lockHolder(docker, input.stack, input.application);
      if (!running && policy === "no" && held === undefined) return;
      await sleep(100);
    }
    assert.fail("what the release had started still runs");
  };

  it("takes back what it started when a later step fails", async () => {
    const input = await release("true");
    const { status, stdout, stderr } = await runOperation("release", input);
    assert.deepEqual([status, stdout], [1, ""]);
    assert.match(stderr, /is healthy but not ready/);
    assert.match(stderr, /exam has no release in service yet/);
    assert.deepEqual(await stateOf(input), { running: false, policy: "no" });
  });

  /** Starts a release below a parent of its own, which reads the progress as the deployment does. */
  const below = (input: ReleaseInput) => {
    const script = [
      'const { spawn } = require("node:child_process");',
      'const args = ["--require", "./register.cjs", "release/main.ts", "release"];',
      'const child = spawn(process.execPath, args, { stdio: ["pipe", "pipe", "pipe"] });',
      'child.stderr.on("data", () => undefined);',
      "child.stdin.end(process.env.RELEASE_INPUT);",
      "process.stdout.write(String(child.pid));",
    ].join("\n");
    const env = { ...process.env, RELEASE_INPUT: JSON.stringify(input) };
    return spawn(process.execPath, ["-e", script], { cwd: root, env });
  };

  for (const [who, kill] of [
    ["the process that started it is killed", (parent: number) => process.kill(parent, "SIGKILL")],
    ["it is told to end", (_parent: number, child: number) => process.kill(child, "SIGTERM")],
  ] as const) {
    it(`takes back what it started when ${who}`, async () => {
      const input = await release("false");
      const parent = below(input);
      const [pid] = (await once(parent.stdout, "data")) as [Buffer];
      const child = Number(pid.toString());
      try {
        await untilRunning(input);
        kill(parent.pid ?? 0, child);
        await untilStopped(input);
      } finally {
        for (const id of [parent.pid ?? 0, child]) {
          try {
            process.kill(id, "SIGKILL");
          } catch {
            // Ended already, as it should have.
          }
        }
      }
    });
  }
});

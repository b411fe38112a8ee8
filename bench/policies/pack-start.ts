import { spawn } from "node:child_process";
import { join } from "node:path";
import { performance } from "node:perf_hooks";

import type { Measurement } from "../shared/measurement";
import { inPairs } from "../shared/pairs";
import { root } from "../shared/paths";
import { timed } from "../shared/process";
import { engineConfiguration } from "../start/configuration";

const pack = join(root, "policies");

/** How long the pack takes until it answers, against loading its SDK and nothing else. */
export async function measurePackStart(rounds: number): Promise<Measurement> {
  // Sources that are newer than the compiled pack would start in its place.
  await timed(process.execPath, [join(pack, "build.cjs")]);
  const pairs = await inPairs(rounds, startPack, () =>
    timed(process.execPath, ["-e", 'require("@pulumi/policy")'], { cwd: root }),
  );
  return {
    title: 'policy pack start ÷ require("@pulumi/policy")',
    target: 1.8,
    unit: "s",
    pairs,
    method:
      "The pack's process as the language host starts it for the prod stack, from spawn until it says its port. " +
      "The reference is a process that loads the policy SDK and ends.",
  };
}

async function startPack(): Promise<number> {
  const start = performance.now();
  const script = join(root, "node_modules/@pulumi/pulumi/cmd/run-policy-pack");
  const child = spawn(
    process.execPath,
    ["--require", "./preload.cjs", script, "127.0.0.1:1", "./"],
    {
      cwd: pack,
      env: { ...process.env, PULUMI_CONFIG: JSON.stringify(engineConfiguration("prod")) },
      stdio: ["ignore", "pipe", "pipe"],
    },
  );
  let errors = "";
  child.stderr.on("data", (data: Buffer) => (errors += data.toString()));
  try {
    return await new Promise<number>((resolve, reject) => {
      child.stdout.once("data", () => {
        resolve(performance.now() - start);
      });
      child.once("exit", () => {
        reject(new Error(`the policy pack did not start:\n${errors}`));
      });
    });
  } finally {
    child.kill();
  }
}

import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";

import type { Measurement } from "../shared/measurement";
import { root } from "../shared/paths";
import { inPairs } from "../shared/pairs";
import { finished, output } from "../shared/process";
import { type BenchProject, createProject, policyFlags } from "../shared/project";
import { peaksOf } from "./peaks";

const rounds = 5;

/** Parts of the command lines of the two processes: the program and the policy pack. */
const watched = ["@pulumi/pulumi/cmd/run/index", "@pulumi/pulumi/cmd/run-policy-pack"];

const bare =
  'require("@pulumi/pulumi"); require("@pulumi/policy");' +
  'console.log(/VmHWM:\\s+(\\d+)/.exec(require("node:fs").readFileSync("/proc/self/status", "utf8"))[1])';

/** What program and pack need at their peak, against two processes that load the SDK and nothing else. */
export async function measureMemory(): Promise<Measurement> {
  const project = createProject("prod", readFileSync(join(root, "Pulumi.prod.yaml"), "utf8"));
  const options = { cwd: project.folder, env: project.environment };
  try {
    await output("pulumi", ["stack", "init", "prod"], options);
    const pairs = await inPairs(rounds, () => previewPeak(project), twoBareProcesses);
    return {
      title: "resident memory of program and policy pack ÷ two bare SDK processes",
      target: 1.35,
      unit: "MiB",
      pairs,
      method:
        "Peak resident memory (VmHWM) of both processes during `pulumi preview --stack prod` with the policy pack, added up. " +
        "The reference is twice the peak of a process that requires @pulumi/pulumi and @pulumi/policy.",
    };
  } finally {
    project.remove();
  }
}

async function previewPeak(project: BenchProject): Promise<number> {
  const args = ["preview", "--stack", "prod", "--non-interactive", ...policyFlags()];
  const child = spawn("pulumi", args, {
    cwd: project.folder,
    env: project.environment,
    stdio: ["ignore", "pipe", "pipe"],
  });
  const peaks = await peaksOf(child, finished(child, "pulumi preview"), watched);
  return [...peaks.values()].reduce((sum, peak) => sum + peak, 0);
}

async function twoBareProcesses(): Promise<number> {
  const one = Number(await output(process.execPath, ["-e", bare], { cwd: root }));
  const other = Number(await output(process.execPath, ["-e", bare], { cwd: root }));
  return one + other;
}

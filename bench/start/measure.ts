import { join } from "node:path";

import type { Measurement } from "../shared/measurement";
import { root } from "../shared/paths";
import { inPairs } from "../shared/pairs";
import { timed } from "../shared/process";
import { engineConfiguration } from "./configuration";
import { type EngineStub, startEngineStub } from "./engine-stub";

const rounds = 11;

/** Fewer would not be the stack that the target speaks of. */
const fewestResources = 30;

/** How long the program itself takes, against loading the SDK and nothing else. */
export async function measureStart(): Promise<Measurement> {
  const engine = await startEngineStub();
  try {
    const pairs = await inPairs(
      rounds,
      () => runProgram(engine),
      () => timed(process.execPath, ["-e", 'require("@pulumi/pulumi")'], { cwd: root }),
    );
    return {
      title: 'program start ÷ require("@pulumi/pulumi")',
      target: 1.9,
      unit: "s",
      pairs,
      method:
        "The program's process as the language host starts it, previewing the prod stack (its engine is an ssh:// host, " +
        "so nothing is waited for), against a stub of Pulumi's engine that answers at once; from spawn to exit, " +
        "transpile cache warm. The reference is a process that loads the SDK and ends.",
    };
  } finally {
    engine.close();
  }
}

async function runProgram(engine: EngineStub): Promise<number> {
  const flags = {
    monitor: engine.address,
    engine: engine.address,
    organization: "organization",
    project: "palier",
    "root-directory": root,
    stack: "prod",
    pwd: root,
    "query-mode": "false",
    parallel: "16",
  };
  const args = [
    ...["--require", join(root, "toolchain/language-host/program/preload.cjs")],
    ...["--require", "./register.cjs", join(root, "node_modules/@pulumi/pulumi/cmd/run")],
    ...Object.entries(flags).flatMap(([name, value]) => [`--${name}`, value]),
    ...["--dry-run", "index.ts"],
  ];
  const env = {
    ...process.env,
    PULUMI_CONFIG: JSON.stringify(engineConfiguration("prod")),
    PULUMI_CONFIG_SECRET_KEYS: "[]",
    PULUMI_NODEJS_TYPESCRIPT: "false",
  };
  const milliseconds = await timed(process.execPath, args, { cwd: root, env });
  const resources = engine.takeRegistered();
  if (resources < fewestResources)
    throw new Error(
      `the program declared ${resources} resources; ${fewestResources} were expected`,
    );
  return milliseconds;
}

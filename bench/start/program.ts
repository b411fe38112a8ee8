import { join } from "node:path";

import type { RegisterResourceRequest } from "@pulumi/pulumi/proto/resource_pb";

import { root } from "../shared/paths";
import { timed } from "../shared/process";
import { engineConfiguration } from "./configuration";
import type { EngineStub } from "./engine-stub";

/** Fewer would not be the stack that the targets speak of. */
const fewestResources = 30;

/** A run of the program. */
export interface ProgramRun {
  readonly milliseconds: number;
  readonly declared: readonly RegisterResourceRequest[];
}

/** Previews the prod stack against a stub of the engine, in a process as the language host starts it. */
export async function runProgram(engine: EngineStub): Promise<ProgramRun> {
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
  const declared = engine.takeRegistered();
  if (declared.length < fewestResources)
    throw new Error(
      `the program declared ${declared.length} resources; ${fewestResources} were expected`,
    );
  return { milliseconds, declared };
}

import type { RunRequest } from "@pulumi/pulumi/proto/language_pb";

import { checkEntryPoint } from "./entry-point";
import { configurationVariables } from "./environment";
import { runtimeOptions } from "./options";
import { preload, sdkScript } from "./sdk";

/** How to start a program. */
export interface ProgramCommand {
  /** Arguments of node. */
  readonly args: string[];
  readonly environment: NodeJS.ProcessEnv;
  /** The configuration, secrets in plain text: to be handed over where no list of processes shows it. */
  readonly variables: NodeJS.ProcessEnv;
  /** Working folder, which relative paths in `nodeargs` start from. */
  readonly folder: string;
}

/**
 * Builds the command for one run: node's own arguments first, then the SDK's run script with what the
 * engine said, then the program.
 *
 * @throws HostError when an option is wrong, or the SDK or the program is not there.
 */
export function programCommand(request: RunRequest, engineAddress: string): ProgramCommand {
  const folder = request.getPwd();
  const info = request.getInfo();
  const options = runtimeOptions(info);
  const script = sdkScript(info?.getProgramDirectory() ?? folder, "run");
  const program = info?.getEntryPoint() ?? request.getProgram();
  checkEntryPoint(folder, program === "" ? "." : program);
  return {
    args: [
      ...preload,
      ...options.nodeargs,
      script,
      ...flags(request, engineAddress),
      program === "" ? "." : program,
      ...request.getArgsList(),
    ],
    environment: {
      ...process.env,
      PULUMI_NODEJS_TYPESCRIPT: String(options.typescript),
      ...(options.tsconfig === undefined ? {} : { PULUMI_NODEJS_TSCONFIG_PATH: options.tsconfig }),
    },
    variables: configurationVariables(request.getConfigMap(), request.getConfigsecretkeysList()),
    folder,
  };
}

function flags(request: RunRequest, engineAddress: string): string[] {
  const values: readonly (readonly [string, string])[] = [
    ["monitor", request.getMonitorAddress()],
    ["engine", engineAddress],
    ["organization", request.getOrganization()],
    ["project", request.getProject()],
    ["root-directory", request.getInfo()?.getRootDirectory() ?? ""],
    ["stack", request.getStack()],
    ["pwd", request.getPwd()],
    ["query-mode", String(request.getQuerymode())],
    ["parallel", String(request.getParallel())],
    ["tracing", process.env.PULUMI_TRACING ?? ""],
  ];
  const given = values.filter(([, value]) => value !== "");
  const pairs = given.flatMap(([name, value]) => [`--${name}`, value]);
  return request.getDryrun() ? [...pairs, "--dry-run"] : pairs;
}

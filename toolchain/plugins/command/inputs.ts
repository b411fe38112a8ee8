import path from "node:path";
import type { Field } from "../base/fields";
import { textMapOf, textOf, textsOf } from "../base/fields";
import { Archive, type OperationContext, type Properties } from "../base/resource";
import { filesMatching } from "./globs";
import type { OnLine } from "./output";
import { type Command, run } from "./run";

/** The inputs of every run, here and on other machines. */
export const COMMON_FIELDS: Readonly<Record<string, Field>> = {
  addPreviousOutputInEnv: { type: "boolean" },
  environment: { type: "textMap" },
  logging: { type: "text", oneOf: ["stdout", "stderr", "stdoutAndStderr", "none"] },
  stdin: { type: "text" },
};

/** The inputs that the local resource and the function share. */
export const RUN_FIELDS: Readonly<Record<string, Field>> = {
  ...COMMON_FIELDS,
  archivePaths: { type: "texts" },
  assetPaths: { type: "texts" },
  dir: { type: "text" },
  interpreter: { type: "texts" },
};

const SHELL = ["/bin/sh", "-c"];

/**
 * Runs one command with the inputs of a resource or function.
 * @param previous What the last command wrote; goes into the environment unless switched off.
 * @returns The outputs: stdout, stderr, and assets and archive where the inputs ask for them.
 */
export async function runWith(
  text: string,
  inputs: Properties,
  previous: Properties,
  ctx: OperationContext<undefined>,
): Promise<Properties> {
  const command = commandOf(text, inputs, previous);
  const output = await run(command, ctx.signal, lineLog(inputs, ctx));
  return { ...output, ...(await filesOf(inputs, command.dir)) };
}

/** Shows lines as live progress, as the input `logging` says and without secrets. */
export function lineLog(inputs: Properties, ctx: OperationContext<undefined>): OnLine {
  const logging = textOf(inputs, "logging") ?? "stdoutAndStderr";
  const shown = { stdout: logging !== "stderr", stderr: logging !== "stdout" };
  return (stream, line) => {
    if (logging === "none" || !shown[stream]) return;
    ctx.log(ctx.redact(line), "info", { ephemeral: true });
  };
}

/** What the last command wrote, as variables; none when that is switched off. */
export function previousOutput(inputs: Properties, previous: Properties): Record<string, string> {
  if (inputs.addPreviousOutputInEnv === false) return {};
  const all: [string, string][] = [
    ["PULUMI_COMMAND_STDOUT", textOf(previous, "stdout") ?? ""],
    ["PULUMI_COMMAND_STDERR", textOf(previous, "stderr") ?? ""],
  ];
  return Object.fromEntries<string>(all.filter(([, value]) => value !== ""));
}

function commandOf(text: string, inputs: Properties, previous: Properties): Command {
  const interpreter = textsOf(inputs, "interpreter") ?? [];
  return {
    text,
    interpreter: interpreter.length > 0 ? interpreter : SHELL,
    dir: textOf(inputs, "dir") ?? process.cwd(),
    env: { ...textMapOf(inputs, "environment"), ...previousOutput(inputs, previous) },
    stdin: textOf(inputs, "stdin") ?? "",
  };
}

async function filesOf(inputs: Properties, dir: string): Promise<Properties> {
  const assetPaths = textsOf(inputs, "assetPaths");
  const archivePaths = textsOf(inputs, "archivePaths");
  const folder = path.normalize(dir);
  return {
    ...(assetPaths && { assets: await filesMatching(folder, assetPaths) }),
    ...(archivePaths && {
      archive: new Archive({ assets: await filesMatching(folder, archivePaths) }),
    }),
  };
}

import path from "node:path";
import type { Field } from "../base/fields";
import { textMapOf, textOf, textsOf } from "../base/fields";
import { Archive, type OperationContext, type Properties } from "../base/resource";
import { filesMatching } from "./globs";
import { type Command, type Output, run } from "./run";

/** The inputs that the resource and the function share. */
export const RUN_FIELDS: Readonly<Record<string, Field>> = {
  addPreviousOutputInEnv: { type: "boolean" },
  archivePaths: { type: "texts" },
  assetPaths: { type: "texts" },
  dir: { type: "text" },
  environment: { type: "textMap" },
  interpreter: { type: "texts" },
  logging: { type: "text", oneOf: ["stdout", "stderr", "stdoutAndStderr", "none"] },
  stdin: { type: "text" },
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
  const logging = textOf(inputs, "logging") ?? "stdoutAndStderr";
  const shown = { stdout: logging !== "stderr", stderr: logging !== "stdout" };
  const show = logging !== "none";
  const output: Output = await run(command, ctx.signal, (stream, line) => {
    if (show && shown[stream]) ctx.log(ctx.redact(line), "info", { ephemeral: true });
  });
  return { ...output, ...(await filesOf(inputs, command.dir)) };
}

function commandOf(text: string, inputs: Properties, previous: Properties): Command {
  const interpreter = textsOf(inputs, "interpreter") ?? [];
  const variables = Object.entries(textMapOf(inputs, "environment"));
  const all: [string, string][] = [
    ["PULUMI_COMMAND_STDOUT", textOf(previous, "stdout") ?? ""],
    ["PULUMI_COMMAND_STDERR", textOf(previous, "stderr") ?? ""],
  ];
  const before = all.filter(([, value]) => value !== "" && inputs.addPreviousOutputInEnv !== false);
  return {
    text,
    interpreter: interpreter.length > 0 ? interpreter : SHELL,
    dir: textOf(inputs, "dir") ?? process.cwd(),
    env: Object.fromEntries<string>([...variables, ...before]),
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

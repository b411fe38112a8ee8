// Prints what a stack would deploy: `npm run spec -- <stack> [--yaml]`; without a stack, their names.
import { join } from "node:path";
import { parseArgs } from "node:util";
import { stringify } from "yaml";

import type { DeploymentSpec } from "../spec/deployment";
import { ConfigurationError } from "./errors";
import { loadBeside } from "./load-beside";
import { loadFromFile } from "./load-file";
import { stackNames } from "./load-sites";
import { resolve } from "./resolve";
import { canonicalJson } from "./resolve/canonical";
import { namespace } from "./schema/path";

/** What the command writes where, and how it ends. */
export interface PrintResult {
  readonly output: string;
  readonly error: string;
  /** 0, 1 for a configuration with problems, 2 for a wrong command line. */
  readonly exitCode: 0 | 1 | 2;
}

/** Spells a specification with sorted keys, so that two of them can be compared line by line. */
export function formatSpec(spec: DeploymentSpec, format: "json" | "yaml"): string {
  const sorted: unknown = JSON.parse(canonicalJson(spec));
  // Aliases would save lines and make a difference hard to read.
  return format === "yaml"
    ? stringify(sorted, { lineWidth: 0, aliasDuplicateObjects: false })
    : `${JSON.stringify(sorted, null, 2)}\n`;
}

/**
 * Runs the command without touching the process.
 * @param words Arguments after the script's name.
 * @param root Folder that holds `Pulumi.yaml` and the stack files.
 */
export function print(words: readonly string[], root: string): PrintResult {
  try {
    const { values, positionals } = parseArgs({
      args: [...words],
      options: { yaml: { type: "boolean", default: false } },
      allowPositionals: true,
    });
    const [stack, ...rest] = positionals;
    if (stack === undefined)
      return succeed(
        stackNames(root)
          .map((name) => `${name}\n`)
          .join(""),
      );
    if (rest.length > 0) return fail(2, `expected one stack, found ${positionals.join(", ")}`);
    const config = loadFromFile(stack, root);
    const spec = resolve({ project: namespace, stack, config, ...loadBeside(root) });
    return succeed(formatSpec(spec, values.yaml ? "yaml" : "json"));
  } catch (error) {
    if (error instanceof ConfigurationError) return fail(1, error.message);
    if (isUsageError(error)) return fail(2, error.message);
    throw error;
  }
}

function succeed(output: string): PrintResult {
  return { output, error: "", exitCode: 0 };
}

function fail(exitCode: 1 | 2, message: string): PrintResult {
  return { output: "", error: `${message}\n`, exitCode };
}

function isUsageError(error: unknown): error is Error {
  const code = error instanceof Error ? (error as NodeJS.ErrnoException).code : undefined;
  return code?.startsWith("ERR_PARSE_ARGS") ?? false;
}

if (require.main === module) {
  const { output, error, exitCode } = print(process.argv.slice(2), join(__dirname, ".."));
  process.stdout.write(output);
  process.stderr.write(error);
  process.exitCode = exitCode;
}

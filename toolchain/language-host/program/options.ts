import type { ProgramInfo } from "@pulumi/pulumi/proto/language_pb";

import { HostError } from "../errors";
import { splitWords } from "./words";

/** The `runtime: {name: nodejs, options: {…}}` of Pulumi.yaml or PulumiPolicy.yaml. */
export interface RuntimeOptions {
  /** Load `.ts` files through ts-node, type check included; default true. */
  readonly typescript: boolean;
  /** tsconfig for ts-node, relative to the project folder; default the one of the project folder. */
  readonly tsconfig: string | undefined;
  /** Arguments for node itself, before the program; default none. */
  readonly nodeargs: readonly string[];
  /** The package manager the project asks for; `npm` is the only one known here. */
  readonly packagemanager: string | undefined;
}

/**
 * Reads and checks the runtime options.
 *
 * @throws HostError for an unknown option or a value of the wrong type: neither is ever ignored.
 */
export function runtimeOptions(info: ProgramInfo | undefined): RuntimeOptions {
  const given = info?.getOptions()?.toJavaScript() ?? {};
  const known = ["typescript", "tsconfig", "nodeargs", "packagemanager"];
  for (const name of Object.keys(given)) {
    if (!known.includes(name))
      throw new HostError(`runtime option "${name}" is unknown; known are ${known.join(", ")}`);
  }
  return {
    typescript: booleanOption(given, "typescript") ?? true,
    tsconfig: stringOption(given, "tsconfig"),
    nodeargs: splitWords(stringOption(given, "nodeargs") ?? "", 'runtime option "nodeargs"'),
    packagemanager: npmOnly(stringOption(given, "packagemanager")),
  };
}

type Values = Readonly<Record<string, unknown>>;

function booleanOption(values: Values, name: string): boolean | undefined {
  const value = values[name];
  if (value === undefined || typeof value === "boolean") return value;
  throw new HostError(
    `runtime option "${name}" must be true or false, not ${JSON.stringify(value)}`,
  );
}

function stringOption(values: Values, name: string): string | undefined {
  const value = values[name];
  if (value === undefined || typeof value === "string") return value;
  throw new HostError(`runtime option "${name}" must be a text, not ${JSON.stringify(value)}`);
}

function npmOnly(name: string | undefined): string | undefined {
  if (name === undefined || name === "npm") return name;
  throw new HostError(
    `runtime option "packagemanager" is ${JSON.stringify(name)}; this language host works with npm only`,
  );
}

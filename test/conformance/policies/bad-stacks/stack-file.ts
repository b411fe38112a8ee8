import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";

import { parse } from "yaml";

/** A resource of a bad stack. */
export interface Declared {
  /** Type token. */
  readonly type: string;
  /** Whether it is a component, which no provider makes. */
  readonly component?: boolean;
  readonly options?: {
    readonly protect?: boolean;
    readonly deleteBeforeReplace?: boolean;
    /** Name of a provider among the resources; default the first one of its package. */
    readonly provider?: string;
  };
  /** Inputs that the program marks as secret. */
  readonly secret?: readonly string[];
  readonly inputs: Readonly<Record<string, unknown>>;
}

/** Resources by their names in the program. */
export type Resources = Readonly<Record<string, Declared>>;

/** What is said of a fault. */
export interface Refusal {
  /** Kind and name, as messages begin: `container "web"`. */
  readonly resource: string;
  /** Regular expression of the rest of the message. */
  readonly message: string;
  /** Other policies that see the same fault. */
  readonly also?: readonly string[];
  /** Regular expression of the program's own message, where that refuses before any policy is asked. */
  readonly byProgram?: string;
}

/** What the file of a bad stack says. */
export interface StackFile {
  /** Which compliant resources it starts from, by the file `compliant.<base>.yaml`. */
  readonly base: string;
  /** What the policy has to say. */
  readonly refused: Refusal;
  /** What differs from production's table, where that switches the policy off or has no value to judge by. */
  readonly parameters?: Readonly<Record<string, unknown>>;
}

const prefix = /^bad-stacks:/;

/**
 * Names of the stack files: those of the policies, and `compliant-…`.
 * @param folder Where they are; default here.
 */
export function stackFiles(folder = __dirname): readonly string[] {
  const names = readdirSync(folder).map((name) => /^Pulumi\.(.+)\.yaml$/.exec(name)?.[1]);
  return names.filter((name) => name !== undefined).sort();
}

/** Reads the file of a stack. */
export function readStackFile(stack: string, folder = __dirname): StackFile {
  const text = readFileSync(path.join(folder, `Pulumi.${stack}.yaml`), "utf8");
  const { config } = parse(text) as { config: Readonly<Record<string, unknown>> };
  const own = Object.entries(config).map(
    ([key, value]) => [key.replace(prefix, ""), value] as const,
  );
  const file: unknown = { base: "docker", ...Object.fromEntries(own) };
  return file as StackFile;
}

/** The compliant resources that a stack starts from. */
export function compliant(base: string): Resources {
  const text = readFileSync(path.join(__dirname, `compliant.${base}.yaml`), "utf8");
  const resources: unknown = parse(text, { merge: true });
  return resources as Resources;
}

/** A map with another one laid over it (JSON Merge Patch, RFC 7386). */
export function merged(base: unknown, changes: unknown): unknown {
  if (!isMap(changes)) return changes;
  const result: Record<string, unknown> = isMap(base) ? { ...base } : {};
  for (const [key, value] of Object.entries(changes)) {
    if (value === null) Reflect.deleteProperty(result, key);
    else result[key] = merged(result[key], value);
  }
  return result;
}

/** Whether a type token is a provider's. */
export function isProvider(type: string): boolean {
  return type.startsWith("pulumi:providers:");
}

function isMap(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

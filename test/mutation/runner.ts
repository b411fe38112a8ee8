import { readFileSync } from "node:fs";
import Module from "node:module";
import path from "node:path";

import { transformSync } from "esbuild";

import type { PackPolicy } from "../../policies/shared/about";
import { checksOf } from "../unit/policies/support/checks";
import type { Samples } from "../unit/policies/support/samples";
import { type Mutant, mutantsOf } from "./mutants";

/** A policy to mutate. */
export interface Subject {
  /** Name of the policy. */
  readonly name: string;
  /** Absolute path: what the source imports is looked for from here. */
  readonly file: string;
  readonly source: string;
  readonly samples: Samples;
  /** Names of the other policies of the pack, for those that are made with them. */
  readonly others: readonly string[];
}

/** What became of a policy's mutants. */
export interface Result {
  readonly name: string;
  readonly mutants: number;
  /** Those that no sample noticed. */
  readonly survivors: readonly Mutant[];
}

/**
 * Runs the samples of a policy against each of its mutants.
 * @throws Error when the samples fail without any mutation: then they can show nothing.
 */
export function mutate(subject: Subject): Result {
  const problem = firstFailure(subject, subject.source);
  if (problem !== undefined) {
    throw new Error(`${subject.name} fails its samples without a mutation: ${problem}`);
  }
  const mutants = mutantsOf(subject.source, subject.file);
  const survivors = mutants.filter(({ source }) => firstFailure(subject, source) === undefined);
  return { name: subject.name, mutants: mutants.length, survivors };
}

/** The subject of a file, with the source as it is on the disk. */
export function subjectOf(file: string, samples: Samples, names: readonly string[]): Subject {
  const name = path.basename(file, ".ts");
  const others = names.filter((other) => other !== name);
  return { name, file, source: readFileSync(file, "utf8"), samples, others };
}

function firstFailure(subject: Subject, source: string): string | undefined {
  try {
    const policy = load(subject, source);
    for (const { run } of checksOf(policy, subject.samples)) run();
    return undefined;
  } catch (error) {
    // A mutant that throws anything at all has been noticed.
    return error instanceof Error ? error.message : String(error);
  }
}

function load({ name, file, others }: Subject, source: string): PackPolicy {
  const { code } = transformSync(source, { loader: "ts", format: "cjs", target: "node20" });
  const loaded = new Module(file) as Module & { _compile: (code: string, file: string) => void };
  loaded.filename = file;
  loaded._compile(code, file);
  const found = Object.values(loaded.exports as Readonly<Record<string, unknown>>)
    .map((value) => (typeof value === "function" ? (value as Maker)(others) : value))
    .find((value) => (value as PackPolicy | undefined)?.name === name);
  if (found === undefined) throw new Error(`${file} exports no policy ${name}`);
  return found as PackPolicy;
}

type Maker = (others: readonly string[]) => unknown;

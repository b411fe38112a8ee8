// Mutates the conditions of policies and runs their samples against each mutant: `npm run mutate-policies`,
// with names of policies for those only. Exit codes: 0; 1 when a mutant survived; 2 for a wrong name.
import { readdirSync } from "node:fs";
import path from "node:path";

import { policies } from "../../policies/pack";
import { samplesOf } from "../unit/policies/samples";
import { mutate, type Result, subjectOf } from "./runner";

const root = path.resolve(__dirname, "../..");
const names = policies.map(({ name }) => name);

/** Files of policies by their names. */
function files(): ReadonlyMap<string, string> {
  const folder = path.join(root, "policies");
  const all = readdirSync(folder, { recursive: true, encoding: "utf8" });
  return new Map(
    all
      .map((file) => [path.basename(file, ".ts"), path.join(folder, file)] as const)
      .filter(([name, file]) => file.endsWith(".ts") && names.includes(name)),
  );
}

function main(words: readonly string[]): number {
  const unknown = words.filter((word) => !names.includes(word));
  if (unknown.length > 0) {
    console.error(`mutate-policies: no policy is called ${unknown.join(", ")}`);
    return 2;
  }
  const results = [...files()]
    .filter(([name]) => words.length === 0 || words.includes(name))
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, file]) => {
      const samples = samplesOf(name);
      if (samples === undefined) throw new Error(`${name} has no samples`);
      const result = mutate(subjectOf(file, samples, names));
      tell(result, path.relative(root, file));
      return result;
    });
  const mutants = sum(results.map((result) => result.mutants));
  const survived = sum(results.map(({ survivors }) => survivors.length));
  const score = mutants === 0 ? 100 : ((mutants - survived) / mutants) * 100;
  console.log(
    `${results.length} policies, ${mutants} mutants, ${survived} survived: ${score.toFixed(1)} % noticed`,
  );
  return survived === 0 ? 0 : 1;
}

function tell({ name, mutants, survivors }: Result, file: string): void {
  console.log(
    `${survivors.length === 0 ? "✔" : "✘"} ${name} ${mutants - survivors.length}/${mutants}`,
  );
  for (const { line, change } of survivors) console.log(`    ${file}:${line}  ${change}`);
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}

process.exitCode = main(process.argv.slice(2));

// Measures how fast and how large Palier is, each time against something that the reader knows, and writes
// bench/RESULTS.md: `make bench`. Takes 35 minutes on two cores; everything that it deploys is removed.
// BENCH: names of the parts to measure, separated by spaces; the results of the others stay as they are.
// BENCH_ROUNDS: pairs of the parts "policies" and "release"; fewer than 5 try it out, and nothing is written.
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { format, resolveConfig } from "prettier";

import { measureDeployment } from "./deployment/measure";
import { measureMemory } from "./memory/measure";
import { measurePolicies } from "./policies/measure";
import { measureRelease } from "./release/measure";
import { describeMachine } from "./report/machine";
import { mergeParts, renderPart } from "./report/results";
import type { Measurement } from "./shared/measurement";
import { measureStart } from "./start/measure";

const file = join(__dirname, "RESULTS.md");
const fewestRounds = 5;

interface Part {
  readonly title: string;
  readonly measure: (say: (line: string) => void) => Promise<readonly Measurement[]>;
}

const parts: Readonly<Record<string, Part>> = {
  start: { title: "Program start", measure: async () => [await measureStart()] },
  memory: { title: "Memory", measure: async () => [await measureMemory()] },
  policies: { title: "Policies", measure: () => measurePolicies(rounds()) },
  deployment: { title: "Deployments", measure: measureDeployment },
  release: { title: "Releases", measure: (say) => measureRelease(rounds(), say) },
};

async function main(): Promise<void> {
  const say = (line: string): void => {
    process.stderr.write(`${line}\n`);
  };
  const chosen = chosenParts();
  const texts: Record<string, string | undefined> = {};
  for (const [name, { title, measure }] of Object.entries(parts)) {
    texts[name] = undefined;
    if (!chosen.includes(name)) continue;
    say(title);
    texts[name] = renderPart(title, await measure(say), await describeMachine());
    say(texts[name]);
  }
  if (rounds() < fewestRounds) {
    say("fewer than 5 rounds: nothing is written");
    return;
  }
  const notes = readFileSync(join(__dirname, "NOTES.md"), "utf8");
  const text = mergeParts(texts, readFileSync(file, "utf8"), notes);
  writeFileSync(file, await format(text, { ...(await resolveConfig(file)), parser: "markdown" }));
}

function chosenParts(): string[] {
  const chosen = (process.env.BENCH ?? "").split(" ").filter((name) => name !== "");
  const unknown = chosen.filter((name) => !Object.hasOwn(parts, name));
  if (unknown.length > 0) {
    throw new Error(
      `BENCH names ${unknown.join(", ")}; known are ${Object.keys(parts).join(", ")}.`,
    );
  }
  return chosen.length > 0 ? chosen : Object.keys(parts);
}

function rounds(): number {
  const given = process.env.BENCH_ROUNDS ?? String(fewestRounds);
  if (!/^[1-9][0-9]?$/.test(given)) {
    throw new Error(`BENCH_ROUNDS is ${given}; expected a whole number from 1 to 99.`);
  }
  return Number(given);
}

main().catch((error: unknown) => {
  process.stderr.write(
    `${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`,
  );
  process.exitCode = 1;
});

// Measures how fast and how large Palier is, each time against something that the reader knows, and writes
// bench/RESULTS.md: `make bench`. Takes a quarter of an hour on two cores; everything that it deploys is removed.
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { format, resolveConfig } from "prettier";

import { measureDeployment } from "./deployment/measure";
import { measureMemory } from "./memory/measure";
import { renderResults } from "./report/results";
import { describeMachine } from "./report/machine";
import { measureStart } from "./start/measure";

const file = join(__dirname, "RESULTS.md");

async function main(): Promise<void> {
  const say = (line: string): void => {
    process.stderr.write(`${line}\n`);
  };
  say("program start");
  const start = await measureStart();
  say("memory");
  const memory = await measureMemory();
  say("deployments");
  const deployments = await measureDeployment(say);
  const notes = readFileSync(join(__dirname, "NOTES.md"), "utf8");
  const text = renderResults([start, memory, ...deployments], await describeMachine(), notes);
  writeFileSync(file, await format(text, { ...(await resolveConfig(file)), parser: "markdown" }));
  say(text);
}

main().catch((error: unknown) => {
  process.stderr.write(
    `${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`,
  );
  process.exitCode = 1;
});

import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** What became of the tests of one run. */
interface Counts {
  readonly passes: number;
  readonly failures: number;
  readonly pending: number;
}

/** From the quickest to the slowest, so that a simple mistake shows at once. */
const groups = ["unit", "contract", "conformance", "e2e"];

const root = join(__dirname, "..");

/** Runs one group of tests with its output on the terminal. A run that dies before it counts is a failure. */
function runGroup(group: string, folder: string): Counts {
  const counts = join(folder, `${group}.json`);
  const began = Date.now();
  process.stdout.write(`\n── ${group} tests\n`);
  const { status } = spawnSync(
    process.execPath,
    [
      require.resolve("mocha/bin/mocha.js"),
      "--reporter",
      "./test/support/counting-reporter.cjs",
      "--spec",
      `test/${group}/**/*.test.ts`,
    ],
    { cwd: root, stdio: "inherit", env: { ...process.env, PALIER_TEST_COUNTS: counts } },
  );
  process.stdout.write(`── ${group} tests took ${Math.round((Date.now() - began) / 1000)} s\n`);
  try {
    return JSON.parse(readFileSync(counts, "utf8")) as Counts;
  } catch {
    process.stdout.write(
      `${group}: the run ended with status ${String(status)} before it was complete\n`,
    );
    return { passes: 0, failures: 1, pending: 0 };
  }
}

function main(): void {
  const chosen = process.argv.length > 2 ? process.argv.slice(2) : groups;
  const unknown = chosen.filter((group) => !groups.includes(group));
  if (unknown.length > 0) {
    process.stderr.write(
      `test: no group "${unknown.join(", ")}": choose from ${groups.join(", ")}\n`,
    );
    process.exitCode = 2;
    return;
  }
  const folder = mkdtempSync(join(tmpdir(), "palier-tests-"));
  const all = chosen.map((group) => runGroup(group, folder));
  rmSync(folder, { recursive: true });
  const sum = (key: keyof Counts): number => all.reduce((total, counts) => total + counts[key], 0);
  const skipped = sum("pending") > 0 ? `, ${sum("pending")} skipped` : "";
  process.stdout.write(`\n${sum("passes")} passed, ${sum("failures")} failed${skipped}\n`);
  process.exitCode = sum("failures") > 0 ? 1 : 0;
}

main();

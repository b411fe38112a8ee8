import { spawn } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import type { Share } from "./shares";
import type { Outcome } from "./summary";

const root = join(__dirname, "..", "..");

/**
 * Runs a share in a process of its own. One that dies before it counts is a failure.
 * @param alone Whether its output goes to the terminal as it comes; otherwise when it has ended.
 */
export async function runShare({ name, spec }: Share, alone: boolean): Promise<Outcome> {
  const folder = mkdtempSync(join(tmpdir(), "palier-tests-"));
  const counts = join(folder, "counts.json");
  try {
    return outcomeOf(name, counts, await mocha(spec, counts, alone));
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function mocha(spec: string, counts: string, alone: boolean): Promise<number | null> {
  const reporter = join(__dirname, "counting-reporter.cjs");
  const child = spawn(
    process.execPath,
    [require.resolve("mocha/bin/mocha.js"), "--reporter", reporter, "--spec", spec],
    {
      cwd: root,
      stdio: ["inherit", alone ? "inherit" : "pipe", alone ? "inherit" : "pipe"],
      env: { ...process.env, PALIER_TEST_COUNTS: counts },
    },
  );
  const output: Buffer[] = [];
  for (const stream of [child.stdout, child.stderr]) {
    stream?.on("data", (chunk: Buffer) => output.push(chunk));
  }
  return new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (status) => {
      process.stdout.write(Buffer.concat(output));
      resolve(status);
    });
  });
}

function outcomeOf(name: string, counts: string, status: number | null): Outcome {
  const failed = [
    { title: `${name} tests`, reason: `the run ended with status ${String(status)}` },
  ];
  if (!existsSync(counts)) return { passes: 0, failed, skipped: [] };
  const outcome = JSON.parse(readFileSync(counts, "utf8")) as Outcome;
  // Something thrown outside of any test leaves no failure behind, only a status.
  return status === 0 || outcome.failed.length > 0 ? outcome : { ...outcome, failed };
}

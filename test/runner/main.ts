import { availableParallelism } from "node:os";
import { join } from "node:path";

import { runShare } from "./run-share";
import { groups, type Share, sharesOf } from "./shares";
import { type Outcome, summary } from "./summary";

const tests = join(__dirname, "..");

/** Tests mostly wait for containers; more than two at a time make them wait for each other. */
const jobs = Number(process.env.JOBS ?? Math.min(2, availableParallelism()));

/** Runs shares side by side, each process taking the next when it has ended one. */
async function runShares(shares: readonly Share[]): Promise<readonly Outcome[]> {
  const left = [...shares];
  const alone = jobs === 1 || shares.length === 1;
  const outcomes: Outcome[] = [];
  const work = async (): Promise<void> => {
    for (let share: Share | undefined; (share = left.shift()) !== undefined;) {
      if (alone) process.stdout.write(`\n── ${share.name}\n`);
      outcomes.push(await timed(share.name, runShare(share, alone)));
    }
  };
  await timed("all tests", Promise.all(Array.from({ length: jobs }, work)));
  return outcomes;
}

async function timed<Value>(what: string, run: Promise<Value>): Promise<Value> {
  const began = Date.now();
  const value = await run;
  process.stdout.write(`── ${what} took ${Math.round((Date.now() - began) / 1000)} s\n`);
  return value;
}

async function main(): Promise<void> {
  const asked = process.argv.slice(2);
  const unknown = asked.filter((name) => !groups.some((group) => group === name));
  if (unknown.length > 0 || !Number.isInteger(jobs) || jobs < 1) {
    const what =
      unknown.length > 0
        ? `no group "${unknown.join(", ")}": choose from ${groups.join(", ")}`
        : "JOBS is not a number of processes: write 1 to run one test after the other";
    process.stderr.write(`test: ${what}\n`);
    process.exitCode = 2;
    return;
  }
  const chosen = groups.filter((group) => asked.length === 0 || asked.includes(group));
  const outcomes = await runShares(chosen.flatMap((group) => sharesOf(group, tests)));
  process.stdout.write(`\n${summary(outcomes)}\n`);
  process.exitCode = outcomes.some(({ failed }) => failed.length > 0) ? 1 : 0;
}

void main();

import { availableParallelism } from "node:os";
import { join } from "node:path";

import { runShare } from "./run-share";
import { type Group, groups, type Share, sharesOf } from "./shares";
import { type Outcome, summary } from "./summary";

const tests = join(__dirname, "..");

/** Tests mostly wait for containers; more than two at a time make them wait for each other. */
const jobs = Number(process.env.JOBS ?? Math.min(2, availableParallelism()));

async function runGroup(group: Group): Promise<readonly Outcome[]> {
  const shares = [...sharesOf(group, tests)];
  const alone = jobs === 1 || shares.length === 1;
  const outcomes: Outcome[] = [];
  const work = async (): Promise<void> => {
    for (let share: Share | undefined; (share = shares.shift()) !== undefined;) {
      const { name } = share;
      const run = runShare(share, alone);
      outcomes.push(await (name === group ? run : timed(name, run)));
    }
  };
  process.stdout.write(`\n── ${group} tests\n`);
  await timed(`${group} tests`, Promise.all(Array.from({ length: jobs }, work)));
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
  const outcomes: Outcome[] = [];
  for (const group of groups) {
    if (asked.length === 0 || asked.includes(group)) outcomes.push(...(await runGroup(group)));
  }
  process.stdout.write(`\n${summary(outcomes)}\n`);
  process.exitCode = outcomes.some(({ failed }) => failed.length > 0) ? 1 : 0;
}

void main();

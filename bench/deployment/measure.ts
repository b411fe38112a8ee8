import type { Measurement } from "../shared/measurement";
import type { Pair } from "../shared/pairs";
import { capture } from "./capture";
import { checkSame, palierFacts } from "./facts";
import { EmptyStack } from "./floor";
import { PalierStack } from "./palier";
import { answersReady, removeScriptStack, runScript } from "./script";

const rounds = 5;

interface Round {
  readonly first: number;
  readonly unchanged: number;
  readonly floor: number;
  readonly script: number;
}

/** The first deployment and one without changes, both against a script that does by hand what the first does. */
export async function measureDeployment(progress: (line: string) => void): Promise<Measurement[]> {
  const palier = await PalierStack.create();
  const empty = await EmptyStack.create();
  try {
    const results = await runRounds(palier, empty, progress);
    return [first(results), unchanged(results)];
  } finally {
    empty.remove();
    await removeScriptStack();
    await palier.remove();
  }
}

async function runRounds(
  palier: PalierStack,
  empty: EmptyStack,
  progress: (line: string) => void,
): Promise<Round[]> {
  // Unmeasured: fills caches, and gives the script its ready files.
  await palier.up();
  await answersReady();
  const captured = await capture();
  try {
    const facts = await palierFacts();
    await palier.down();
    const results: Round[] = [];
    while (results.length < rounds) {
      const first = await palier.up();
      const unchanged = await palier.unchangedUp();
      await palier.down();
      const script = await runScript(captured);
      await answersReady();
      await checkSame(facts);
      await removeScriptStack();
      results.push({ first, unchanged, script, floor: await empty.up() });
      progress(`deployment ${results.length} of ${rounds}: ${JSON.stringify(results.at(-1))}`);
    }
    return results;
  } finally {
    captured.remove();
  }
}

function pairs(results: readonly Round[], measured: (round: Round) => number): Pair[] {
  return results.map((round) => ({ measured: measured(round), reference: round.script }));
}

function first(results: readonly Round[]): Measurement {
  return {
    title: "first `up` until all is healthy ÷ hand-written `docker run` script",
    target: 1.5,
    unit: "s",
    pairs: pairs(results, (round) => round.first),
    method:
      "`pulumi up --skip-preview` with the policy pack on an empty stack with a file backend, until the engine calls every " +
      "container healthy. The reference is bench/docker-run.sh: same images, containers, limits, networks, volumes, " +
      "health checks and tasks; that its containers are the same is checked in every round, and that both answer over HTTPS.",
  };
}

function unchanged(results: readonly Round[]): Measurement {
  return {
    title: "`up` without changes ÷ hand-written `docker run` script",
    target: 0.5,
    unit: "s",
    pairs: pairs(results, (round) => round.unchanged),
    method:
      "`pulumi up --skip-preview --expect-no-changes` with the policy pack, right after the first one.",
    floor: {
      pairs: pairs(results, (round) => round.floor),
      what: "`pulumi up` of a stack without any resource, with the same backend and policy pack",
    },
  };
}

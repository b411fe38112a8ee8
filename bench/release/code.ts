import type { Measurement } from "../shared/measurement";
import type { Pair } from "../shared/pairs";
import { breakdown } from "./breakdown";
import { codeImage } from "./images";
import { type Restarted, restartWeb } from "./restart";
import type { BenchSite, Happened } from "./site";

/** Release in service before and after each round, and the one that it is changed to. */
const versions = { before: "1.4.0", changed: "1.5.0" } as const;

interface Round {
  readonly release: Served;
  readonly rollback: Served;
  readonly restart: Restarted;
}

/** A release with the moment when the first visitor got an answer of it. */
interface Served {
  readonly happened: Happened;
  readonly until: number;
}

/** One image changed, and back again, each against a restart of the container that is replaced. */
export async function measureCode(
  bench: BenchSite,
  rounds: number,
  say: (line: string) => void,
): Promise<Measurement[]> {
  bench.declare(await codeImage(versions.before), versions.before);
  await bench.release();
  const changed = await codeImage(versions.changed);
  const results: Round[] = [];
  while (results.length < rounds) {
    bench.declare(changed, versions.changed);
    const release = served(bench, await bench.release(), versions.changed);
    const rollback = served(bench, await bench.rollback("code"), versions.before);
    const restart = await restartWeb(bench);
    results.push({ release, rollback, restart });
    say(
      `code ${results.length} of ${rounds}: serving after ${took(release)} ms, back after ${took(rollback)} ms, ` +
        `restart ${JSON.stringify(restart)}`,
    );
  }
  return [
    measurement(results, {
      title: "change of one image until it serves ÷ `docker restart` until healthy",
      method:
        "`pulumi up --skip-preview` with another image of the same application, until a visitor gets the first answer of the " +
        "new version through the proxy. The reference is a restart of the application's one web container until the engine calls it healthy, " +
        "which it asks every 5 s.",
      of: ({ release }) => release,
    }),
    measurement(results, {
      title: "rollback until the old image serves ÷ `docker restart` until healthy",
      method:
        "`scripts/rollback.sh` with METHOD=code, from the command until a visitor gets the first answer of the old version. " +
        "The reference is the same restart.",
      of: ({ rollback }) => rollback,
    }),
  ];
}

function served({ visitor }: BenchSite, happened: Happened, version: string): Served {
  return { happened, until: visitor.firstAnswer(happened.began, version) };
}

function took({ happened, until }: Served): number {
  return until - happened.began;
}

function measurement(
  results: readonly Round[],
  { title, method, of }: { title: string; method: string; of: (round: Round) => Served },
): Measurement {
  const against = (measured: (served: Served) => number, answers = false): Pair[] =>
    results.map((round) => ({
      measured: measured(of(round)),
      reference: answers ? round.restart.answers : round.restart.healthy,
    }));
  return {
    title,
    target: 2,
    unit: "s",
    pairs: against(took),
    method,
    beside: [
      {
        what: "Against the restart until it answers a visitor",
        pairs: against(took, true),
      },
      {
        what: "From the start of the release operation",
        pairs: against(({ happened, until }) => until - happened.operation),
      },
      {
        what: "Until the command ends",
        pairs: against(({ happened }) => happened.ended - happened.began),
      },
    ],
    remarks: [breakdown("Until it served, the steps after `open` left out", results.map(of))],
  };
}

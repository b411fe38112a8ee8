import { setTimeout as sleep } from "node:timers/promises";

import type { Measurement } from "../shared/measurement";
import { Load, type Tally } from "../../test/e2e/support/load";
import { codeImage } from "./images";
import type { BenchSite } from "./site";

/** Fewer would prove little. */
const requestsEach = 2000;

/** Of the copies that are uploaded. */
const title = "Under load";

const versions = ["1.1.0", "1.2.0", "1.3.0"];

interface Counts {
  readonly requests: number;
  readonly failed: number;
}

/** Releases code three times while people work, and counts the requests that were not answered as ever. */
export async function measureLoad(
  bench: BenchSite,
  say: (line: string) => void,
): Promise<Measurement> {
  const load = new Load(await bench.site.loadTarget(title));
  const all: Counts[] = [];
  load.start();
  try {
    for (const version of versions) {
      const before = countOf(load);
      bench.declare(await codeImage(version), version);
      await bench.release();
      while (countOf(load).requests < before.requests + requestsEach) await sleep(50);
      const after = countOf(load);
      all.push({
        requests: after.requests - before.requests,
        failed: after.failed - before.failed,
      });
      say(`under load, ${version}: ${JSON.stringify(all.at(-1))}`);
    }
  } finally {
    await load.stop();
  }
  // The queue is to be empty before anything else is measured.
  await bench.site.untilGraded(title);
  return {
    title: "requests that failed ÷ requests, during code-only releases under load",
    target: 0,
    unit: "requests",
    judged: "maximum",
    pairs: all.map(({ requests, failed }) => ({ measured: failed, reference: requests })),
    method:
      "Six clients over TLS, three on kept connections and three that close theirs, look at pages, send forms and upload " +
      "copies without a pause while three releases of code follow each other. A request failed when its connection " +
      "broke or its answer was not the one that it has at any other time. One such request misses the target.",
    remarks: Object.entries(load.tallies).map(([kind, tally]) => describe(kind, tally)),
  };
}

function countOf({ tallies }: Load): Counts {
  const both = Object.values(tallies);
  const sum = (of: (tally: Tally) => number): number =>
    both.reduce((total, tally) => total + of(tally), 0);
  return {
    requests: sum((tally) => tally.requests + broken(tally)),
    failed: sum((tally) => tally.unexpected + broken(tally)),
  };
}

function broken({ errors }: Tally): number {
  return Object.values(errors).reduce((total, count) => total + count, 0);
}

function describe(kind: string, tally: Tally): string {
  const { requests, unexpected, errors, examples } = tally;
  const causes = Object.entries(errors).map(([cause, count]) => `${count} × ${cause}`);
  return (
    `Connections "${kind}": ${requests} answers, ${unexpected} of them wrong, ${broken(tally)} connections broken` +
    `${causes.length > 0 ? ` (${causes.join(", ")})` : ""}.${examples.length > 0 ? ` Wrong: \`${examples[0]?.slice(0, 120) ?? ""}\`.` : ""}`
  );
}

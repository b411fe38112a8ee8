import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { policies } from "../../policies/pack";
import type { Measurement } from "../shared/measurement";
import type { Pair } from "../shared/pairs";
import { root } from "../shared/paths";
import { output } from "../shared/process";
import { resourcesOfProd } from "./resources";

const resources = 300;

/** Milliseconds of one process. */
interface Run {
  readonly judged: number;
  readonly json: number;
}

/** How long the policies judge many resources, against reading and writing the same as JSON. */
export async function measureJudging(rounds: number): Promise<Measurement[]> {
  const folder = mkdtempSync(join(tmpdir(), "palier-bench-"));
  try {
    const file = join(folder, "resources.json");
    writeFileSync(file, JSON.stringify(await resourcesOfProd(resources)));
    await judge(file, "all");
    const [all, empty, none]: [Run[], Run[], Run[]] = [[], [], []];
    while (all.length < rounds) {
      all.push(await judge(file, "all"));
      empty.push(await judge(file, "empty"));
      none.push(await judge(file, "none"));
    }
    return [againstJson(all, empty, none), perResource(all, empty)];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function againstJson(
  all: readonly Run[],
  empty: readonly Run[],
  none: readonly Run[],
): Measurement {
  return {
    title: `judging ${resources} resources ÷ their way through JSON`,
    target: 3,
    unit: "ms",
    pairs: all.map(ofJson),
    method:
      `All ${policies.length} policies judge what the prod stack declares, repeated until there are ${resources} resources, ` +
      "each alone and all together as a stack, from the bytes of the engine's request to the answer, in a fresh process without the transport. " +
      "The reference turns the same resources into JSON and back, in the same process, the median of 11 times.",
    floor: {
      what: "the SDK's own work for each policy and resource, with as many policies that do nothing",
      pairs: empty.map(ofJson),
    },
    beside: [
      {
        what: "Reading the engine's requests alone, twice as protobuf, with no policy at all",
        pairs: none.map(ofJson),
      },
    ],
  };
}

const ofJson = ({ judged, json }: Run): Pair => ({ measured: judged, reference: json });

function perResource(all: readonly Run[], empty: readonly Run[]): Measurement {
  const each = ({ judged }: Run): Pair => ({ measured: judged / resources, reference: 1 });
  return {
    title: "milliseconds to judge a resource",
    target: 5,
    unit: "ms",
    pairs: all.map(each),
    method: "The same runs, divided by the resources. The reference is a millisecond.",
    floor: { what: "the SDK's own work, as above", pairs: empty.map(each) },
  };
}

async function judge(file: string, which: "all" | "empty" | "none"): Promise<Run> {
  const args = ["--require", "./register.cjs", join(__dirname, "judge.ts"), file, which];
  return JSON.parse(await output(process.execPath, args, { cwd: root })) as Run;
}

import { spread } from "../shared/pairs";
import type { Happened } from "./site";

/**
 * Where the time of some releases went: medians of the times of their steps, from the journal.
 * @param until Milliseconds since 1970 after which a release's time does not count any more.
 */
export function breakdown(
  title: string,
  releases: readonly { readonly happened: Happened; readonly until: number }[],
): string {
  const pulumi = releases.map(({ happened }) => happened.operation - happened.began);
  const questions = releases.map(({ happened }) => happened.released - happened.operation);
  const names = releases[0]?.happened.entry.steps.map(({ step }) => step) ?? [];
  const steps = names.map((name) => {
    const times = releases.map(({ happened }) => stepTime(happened, name));
    return `${name} ${seconds(spread(times).median)}`;
  });
  const counted = releases.map(({ happened, until }) => until - happened.began);
  return (
    `${title}: ${seconds(spread(counted).median)} in all; before the release operation ` +
    `${seconds(spread(pulumi).median)}, its lock and questions ${seconds(spread(questions).median)}, ` +
    `then ${steps.join(", ")}.`
  );
}

/** Milliseconds of one step of a release. @throws Error when it had no such step. */
export function stepTime({ entry }: Happened, name: string): number {
  const found = entry.steps.find(({ step }) => step === name);
  if (found === undefined) throw new Error(`the release ${entry.id} had no step ${name}`);
  return found.milliseconds;
}

function seconds(milliseconds: number): string {
  return `${(milliseconds / 1000).toFixed(1)} s`;
}

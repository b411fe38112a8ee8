import type { RestoreDrill } from "../../../spec/journal";
import { shortFacts } from "../drill/render";
import { shortActor, timeOf, wrap } from "../text";

/** Restore drills, newest first, for people; nothing where there were none. */
export function renderDrills(drills: readonly RestoreDrill[], limit: number): string[] {
  if (drills.length === 0) return [];
  return [
    "",
    "restore drills:",
    ...drills
      .slice(-limit)
      .reverse()
      .flatMap((drill) => [
        `${timeOf(drill.startedAt)}  ${drill.outcome}, by ${shortActor(drill.actor)}`,
        ...shortFacts(drill).flatMap((fact) => wrap("    ", fact)),
        ...(drill.reason === undefined ? [] : wrap("    ", drill.reason)),
      ]),
  ];
}

import type { OverrideUse } from "../../../spec/journal";
import { describeActor } from "../../actor";
import { timeOf, wrap } from "../text";

/** What overrides let pass, newest first, for people; nothing where nothing was. */
export function renderOverrides(uses: readonly OverrideUse[], limit: number): string[] {
  if (uses.length === 0) return [];
  return [
    "",
    "overrides of the guard that were used:",
    ...uses
      .slice(-limit)
      .reverse()
      .flatMap(({ at, actor, allow, resource, reason }) => {
        const what = resource === undefined ? allow : `${allow} of ${resource}`;
        return [`${timeOf(at)}  ${what}, by ${describeActor(actor)}`, ...wrap("    ", reason)];
      }),
  ];
}

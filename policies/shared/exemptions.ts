import { today } from "./clock";
import type { Label } from "./inputs";
import { each, eachKey, judgeAll, known } from "./unknown";

/** What the label (or, on AWS, the tag) of an exemption starts with; the policy's name follows. */
export const exemptionPrefix = "palier.exempt.";

/** An exemption may not reach further than this into the future: somebody has to look at it again. */
const longestDays = 366;

const form = /^until (?<until>\S+?)(?::\s*(?<reason>.*))?$/s;
const millisecondsPerDay = 86_400_000;

/**
 * What is wrong with the value of an exemption, or undefined where it is in force.
 * A right one is "until 2027-01-31: reason", and counts to the end of that day (UTC).
 */
export function exemptionFault(value: string): string | undefined {
  const { until = "", reason = "" } = form.exec(value.trim())?.groups ?? {};
  const end = /^\d{4}-\d{2}-\d{2}$/.test(until) ? Date.parse(`${until}T00:00:00Z`) : NaN;
  // The engine of JavaScript takes 31 February for 3 March.
  if (Number.isNaN(end) || !new Date(end).toISOString().startsWith(until)) {
    return 'says no date; write "until YYYY-MM-DD: reason"';
  }
  if (reason.trim() === "") return 'says no reason; write "until YYYY-MM-DD: reason"';
  const start = Date.parse(`${today()}T00:00:00Z`);
  if (end < start)
    return "has expired; remove the entry if the matter is settled, or give a new date and reason";
  const latest = start + longestDays * millisecondsPerDay;
  return end > latest
    ? `reaches more than ${longestDays} days ahead; give ${new Date(latest).toISOString().slice(0, 10)} or an earlier date`
    : undefined;
}

/** Visits the exemptions that a resource carries, their values read when they are asked for. */
export function eachExemption(
  inputs: object,
  visit: (policy: string, value: () => string) => void,
): void {
  eachTag(inputs, (key, value) => {
    if (key.startsWith(exemptionPrefix)) visit(key.slice(exemptionPrefix.length), value);
  });
}

/** How a resource stands towards a policy. */
export type Exemption =
  | { readonly kind: "none" }
  | { readonly kind: "in-force" }
  /** It claims an exemption that does not count. */
  | { readonly kind: "void"; readonly fault: string };

/** Whether a resource is exempt from a policy; an exemption that is not known yet counts for nothing. */
export function exemptionFrom(policy: string, inputs: object): Exemption {
  const values: string[] = [];
  known(() => {
    eachExemption(inputs, (name, value) => {
      if (name === policy) values.push(value());
    });
  }, undefined);
  const [value] = values;
  if (value === undefined) return { kind: "none" };
  const fault = exemptionFault(value);
  return fault === undefined ? { kind: "in-force" } : { kind: "void", fault };
}

/** The labels of Docker's resources are a list, the tags of AWS's a map; others may have anything there. */
interface Tagged {
  readonly labels?: unknown;
  readonly tags?: unknown;
}

function eachTag(inputs: Tagged, visit: (key: string, value: () => string) => void): void {
  judgeAll([
    () => {
      const { labels } = inputs;
      if (!Array.isArray(labels)) return;
      each(labels as readonly Label[], (entry) => {
        visit(entry.label ?? "", () => entry.value ?? "");
      });
    },
    () => {
      const { tags } = inputs;
      if (typeof tags !== "object" || tags === null) return;
      const values = tags as Readonly<Record<string, string>>;
      eachKey(values, (key) => {
        visit(key, () => values[key] ?? "");
      });
    },
  ]);
}

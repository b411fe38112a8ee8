import type { DeploymentSpec } from "./deployment";
import { dataVolumes } from "./volumes";

/**
 * What is refused for something that cannot be made again:
 * - `delete`, `replace`: a data volume, or a generated secret without which data is unusable
 * - `database-version`: a database server that would run as another engine, another major version or
 *   an older version, which its data files do not fit
 */
export const guardedActs = ["delete", "replace", "database-version"] as const;

/** See `guardedActs`. */
export type GuardedAct = (typeof guardedActs)[number];

/**
 * What is refused for an update as a whole: the first three by the guard on its preview,
 * `without-policies` by the update itself, when the policies do not judge it.
 */
export const guardedUpdates = [
  "more-replacements",
  "outside-window",
  "during-freeze",
  "without-policies",
] as const;

/** See `guardedUpdates`. */
export type GuardedUpdate = (typeof guardedUpdates)[number];

/** Everything that an override can let pass. */
export const overridable = [...guardedActs, ...guardedUpdates] as const;

/** Lets one refusal pass for a few days; kept in Git. */
export interface OverrideSpec {
  readonly allow: GuardedAct | GuardedUpdate;
  /** Logical name; undefined where an update as a whole is meant. */
  readonly resource: string | undefined;
  /** One line. */
  readonly reason: string;
  /** Last day on which it counts, YYYY-MM-DD (UTC). */
  readonly until: string;
}

/** Days of the week, as windows name them. */
export const weekdays = [
  "monday",
  "tuesday",
  "wednesday",
  "thursday",
  "friday",
  "saturday",
  "sunday",
] as const;

/** See `weekdays`. */
export type Weekday = (typeof weekdays)[number];

/** When a stack may be changed. */
export interface WindowSpec {
  /** Days on which the window opens. */
  readonly days: readonly Weekday[];
  /** HH:MM; with `to` before `from` it closes on the next day. */
  readonly from: string;
  readonly to: string;
}

/** Days on which a stack is not to be changed, both included. */
export interface FreezeSpec {
  /** YYYY-MM-DD. */
  readonly from: string;
  readonly until: string;
  readonly reason: string;
}

/** What one update of a stack may change, and when. */
export interface ChangesSpec {
  /** Replacements that are not a release; undefined for any number. */
  readonly maximumReplacements: number | undefined;
  /** IANA name of the zone in which window and freezes are meant. */
  readonly timeZone: string;
  /** Undefined for any time. */
  readonly window: WindowSpec | undefined;
  readonly freezes: readonly FreezeSpec[];
}

/** What keeps a stack from being changed by accident. */
export interface GuardSpec {
  /** Whether hooks of the resources refuse; otherwise their protection alone does. */
  readonly guarded: boolean;
  readonly overrides: readonly OverrideSpec[];
  readonly changes: ChangesSpec;
}

/** An override may not reach further than this into the future: what it allows is done soon, or not at all. */
export const longestOverrideDays = 31;

const millisecondsPerDay = 86_400_000;

/**
 * Why an override does not count; undefined where it is in force.
 * @param today YYYY-MM-DD (UTC)
 */
export function overrideFault({ until }: OverrideSpec, today: string): string | undefined {
  const days = (Date.parse(until) - Date.parse(today)) / millisecondsPerDay;
  if (days < 0) return `ended on ${until}: remove it, or give a new day and reason`;
  if (days <= longestOverrideDays) return undefined;
  const latest = new Date(Date.parse(today) + longestOverrideDays * millisecondsPerDay);
  return `reaches more than ${longestOverrideDays} days ahead: give an earlier day; ${utcDay(latest)} is the latest`;
}

/** The override in force that lets something pass; undefined when there is none. */
export function findOverride(
  overrides: readonly OverrideSpec[],
  allow: OverrideSpec["allow"],
  resource: string | undefined,
  today: string,
): OverrideSpec | undefined {
  return overrides.find(
    (one) =>
      one.allow === allow && one.resource === resource && overrideFault(one, today) === undefined,
  );
}

/** The lines of the stack's file that would let something pass, in words. */
export function describeOverride(
  allow: OverrideSpec["allow"],
  resource: string | undefined,
): string {
  const what = resource === undefined ? allow : `${allow} of ${resource}`;
  return `override it for a few days (palier:overrides, allow ${what}; see docs/how-to/override-a-guard.md)`;
}

/** Logical names of what cannot be made again: data volumes, and the secrets without which they are useless. */
export function irreplaceable({
  journal,
  applications,
}: Pick<DeploymentSpec, "journal" | "applications">): string[] {
  return [
    journal.resource,
    ...applications.flatMap((application) => [
      ...dataVolumes(application).map(({ resource }) => resource),
      ...application.secrets.flatMap((secret) =>
        secret.source === "generated" && secret.keep ? [secret.resource] : [],
      ),
    ]),
  ];
}

/** Today's date in UTC, YYYY-MM-DD. */
export function utcDay(now: Date): string {
  return now.toISOString().slice(0, 10);
}

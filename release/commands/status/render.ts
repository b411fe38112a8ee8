import type { JournalEntry, RestoreDrill } from "../../../spec/journal";
import { describeActor } from "../../actor";
import { shortOutcome, shortTimes } from "../goal";
import type { FoundLock } from "../lock-state";
import { describeRelease, duration, megabytes, shortActor, table, timeOf, wrap } from "../text";
import type { ContainersStatus } from "./containers";
import type { ApplicationStatus, StackStatus } from "./model";

/** The status of a stack for people, in lines of a terminal. */
export function renderStatus(status: StackStatus, now: Date): string[] {
  return [
    ...status.applications.flatMap((one) => [...renderApplication(one, status.stack, now), ""]),
    `proxy ${status.proxy.state}`,
    "",
    ...renderProblems(status.problems),
  ];
}

function renderProblems(problems: readonly string[]): string[] {
  if (problems.length === 0) return ["all is well"];
  return ["needs somebody:", ...problems.flatMap((problem) => wrap("  - ", problem))];
}

function renderApplication(status: ApplicationStatus, stack: string, now: Date): string[] {
  const facts: [string, string][] = [
    ["in service", describeService(status, now)],
    ...(status.pending ? [["declared", describeDeclared(status, stack)] as [string, string]] : []),
    ["users", describeUsers(status)],
    ...status.processes.map((one): [string, string] => [one.process, describeProcess(one)]),
    ...status.services.map(({ name, state }): [string, string] => [name, state]),
    ...restorePoints(status, now),
    ...status.unfinished.map(({ id, lastStep }): [string, string] => [
      "unfinished",
      `${id}${lastStep === undefined ? "" : `, begun as far as "${lastStep}"`}`,
    ]),
    ...(status.lock ? [["lock", describeLock(status.lock)] as [string, string]] : []),
  ];
  return [
    `${status.name}  ${status.url}`,
    ...facts.flatMap(([name, text]) => wrap(`  ${name.padEnd(15)} `, text)),
    ...renderReleases(status.releases),
  ];
}

function describeService({ inService }: ApplicationStatus, now: Date): string {
  if (inService === undefined) return "nothing yet";
  const { release, since, by } = inService;
  const age = duration(Math.max(0, now.getTime() - Date.parse(since)));
  return `${describeRelease(release)} since ${timeOf(since)} (${age}), by ${shortActor(by)}`;
}

function describeDeclared({ declared }: ApplicationStatus, stack: string): string {
  return `${describeRelease(declared)}, not in service: make up STACK=${stack}`;
}

function describeUsers({ users, until }: ApplicationStatus): string {
  switch (users) {
    case "open":
      return "on the application";
    case "maintenance":
      return `on the maintenance page${until === undefined ? "" : `, told to come back at ${until}`}`;
    case "starting":
    case undefined:
      return "on a page that asks to come back: there was no release yet";
  }
}

function describeProcess({ wanted, running, healthy, starting }: ContainersStatus): string {
  const sick = running - healthy - starting;
  const exceptions = [
    ...(starting > 0 ? [`${starting} starting`] : []),
    ...(sick > 0 ? [`${sick} not healthy`] : []),
  ];
  const whole = running > 0 && exceptions.length === 0 ? "healthy" : "running";
  return [`${running} of ${wanted} ${whole}`, ...exceptions].join(", ");
}

function restorePoints(
  { restorePoints: all, lastDrill }: ApplicationStatus,
  now: Date,
): [string, string][] {
  if (all === undefined) return [];
  const newest = all.at(-1);
  const text = newest && `, newest ${newest.id} (${megabytes(newest.bytes)})`;
  return [
    ["restore points", `${all.length}${text ?? ""}`],
    ["restore drill", lastDrill === undefined ? "none yet" : describeDrill(lastDrill, now)],
  ];
}

function describeDrill({ outcome, endedAt }: RestoreDrill, now: Date): string {
  const age = duration(Math.max(0, now.getTime() - Date.parse(endedAt)));
  return `${outcome}, ${timeOf(endedAt)} (${age} ago)`;
}

function describeLock({ holder, state }: FoundLock): string {
  const who = holder ? `${describeActor(holder.actor)}, since ${timeOf(holder.since)}` : "unknown";
  const states = {
    alive: "at work",
    ended: "ended; the next make up takes the lock over",
    unknown: "on another machine",
  };
  return `${who}: ${states[state]}`;
}

function renderReleases(releases: readonly JournalEntry[]): string[] {
  if (releases.length === 0) return [];
  const rows = releases.map((entry) => [
    timeOf(entry.startedAt).replace(" UTC", ""),
    `${entry.from?.version ?? "-"} → ${entry.to.version}`,
    shortOutcome(entry),
    ...shortTimes(entry),
  ]);
  const header = ["releases (UTC)", "from → to", "outcome", "took", "maintenance"];
  const [head = "", ...lines] = table([header, ...rows], "  ");
  return [
    "",
    head,
    ...lines.flatMap((line, index) => {
      const reason = releases[index]?.reason;
      return reason === undefined ? [line] : [line, ...wrap("    ", reason)];
    }),
  ];
}

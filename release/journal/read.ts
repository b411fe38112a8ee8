import type { JournalEntry, RollbackRequest, StepRecord } from "../../spec/journal";
import type { VolumeAccess } from "../engine/archive";
import { layout } from "./layout";
import { parseEntry, parseRequest, parseStep } from "./records";

/** A transaction that has no end: its process was killed, or is still at work. */
export interface UnfinishedTransaction {
  readonly id: string;
  /** Content of its first record, for whoever settles it; undefined when even that was not written whole. */
  readonly begin: unknown;
  /** In order. A record that was not written whole is known by its name alone. */
  readonly steps: readonly StepRecord[];
}

/** Everything that the journal holds about one application, oldest first. */
export interface Journal {
  readonly entries: readonly JournalEntry[];
  readonly unfinished: readonly UnfinishedTransaction[];
  /** Without those that were withdrawn. */
  readonly requests: readonly RollbackRequest[];
}

interface File {
  readonly path: string;
  readonly content: string;
}

/** Reads the journal of an application; empty at the first release. */
export async function readJournal(access: VolumeAccess, application: string): Promise<Journal> {
  const files = (await access.readAll(application)).sort((a, b) => (a.path < b.path ? -1 : 1));
  const transactions = groupById(files.filter(({ path }) => path.startsWith("transactions/")));
  const ended = [...transactions.values()].flatMap((all) => all.filter(isEnd));
  const unfinished = [...transactions].filter(([, all]) => !all.some(isEnd));
  return {
    entries: ended.flatMap(({ content }) => readable(() => parseEntry(content))),
    unfinished: unfinished.map(([id, all]) => toUnfinished(id, all)),
    requests: openRequests(files.filter(({ path }) => path.startsWith("requests/"))),
  };
}

function openRequests(files: readonly File[]): RollbackRequest[] {
  // By the file's name alone: a withdrawal that was not written whole was meant all the same.
  const withdrawn = files.flatMap(({ path }) => /([^/]+)\.withdrawn\.json$/.exec(path)?.[1] ?? []);
  return files
    .flatMap(({ content }) => readable(() => parseRequest(content)))
    .filter(({ id }) => !withdrawn.includes(id));
}

/** The release that is in service according to the journal. */
export function inService({ entries }: Journal): JournalEntry | undefined {
  return entries.findLast(({ outcome }) => outcome === "released" || outcome === "kept");
}

/**
 * Whether these migrations are what a first release left of a new database when it failed. Nobody could have
 * asked it before, and it holds nobody's data yet.
 */
export function leftByFirstRelease(
  { entries }: Pick<Journal, "entries">,
  pending: readonly string[],
): boolean {
  const everServed = entries.some(({ outcome }) => outcome !== "undone");
  // With data, or with an approval, it was not a new one.
  const first = entries.find(
    ({ restorePoint, approval }) => restorePoint === undefined && approval === undefined,
  );
  return !everServed && pending.every((id) => first?.migrations.includes(id) === true);
}

/** Ids of the approvals that serve no more: one whose release was taken back has changed nothing and stays good. */
export function usedApprovals(entries: readonly JournalEntry[]): ReadonlySet<string> {
  return new Set(
    entries.flatMap(({ approval, outcome }) =>
      approval === undefined || outcome === "undone" ? [] : [approval],
    ),
  );
}

function groupById(files: readonly File[]): Map<string, File[]> {
  const groups = new Map<string, File[]>();
  for (const file of files) {
    const id = file.path.split("/")[1] ?? "";
    groups.set(id, [...(groups.get(id) ?? []), file]);
  }
  return groups;
}

function isEnd({ path, content }: File): boolean {
  // An end that was not written whole is none: the transaction is settled again, which changes nothing.
  return path.endsWith("-end.json") && readable(() => parseEntry(content)).length > 0;
}

function toUnfinished(id: string, files: readonly File[]): UnfinishedTransaction {
  const begin = files.find(({ path }) => path.endsWith("/0000-begin.json"));
  return {
    id,
    begin: begin && readable<unknown>(() => JSON.parse(begin.content))[0],
    steps: files.flatMap(toStep),
  };
}

const stepName = /\/\d{4}-(begin|done|undone)-([a-z-]+)\.json$/;

function toStep({ path, content }: File): StepRecord[] {
  const [, event, step] = stepName.exec(path) ?? [];
  if (event === undefined || step === undefined) return [];
  const whole = readable(() => parseStep(content));
  if (whole.length > 0) return whole;
  return [{ event: event as StepRecord["event"], step, at: "" }];
}

function readable<Value>(parse: () => Value): Value[] {
  try {
    return [parse()];
  } catch {
    return [];
  }
}

/** First record of a transaction, ended or not; undefined when there is none. */
export async function readBegin(
  access: VolumeAccess,
  application: string,
  id: string,
): Promise<unknown> {
  const content = await access.read(layout.begin(application, id));
  return content === undefined ? undefined : readable<unknown>(() => JSON.parse(content))[0];
}

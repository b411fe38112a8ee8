import { compare } from "./compare";
import { type Words, wordsFor } from "./words";

/** What changes for one application, or for the stack. */
export interface SubjectChanges {
  /** Application, or "stack" for what all of them share. */
  readonly subject: string;
  /** Plain text, one line each. */
  readonly lines: readonly string[];
}

interface Change extends Words {
  readonly how: string;
}

/** Longer values are read in the files of the pull request. */
const longest = 80;

/** More parts than this are counted. */
const mostNames = 5;

/**
 * In which way a resolved specification differs from another one, in words and by application. What follows
 * from something else (hashes, labels, copies of the image) is left out, and what several parts have in common
 * is one line.
 * @param before What `npm run spec -- <stack>` printed for the base.
 * @param after The same for the change.
 */
export function describeDifferences(before: unknown, after: unknown): SubjectChanges[] {
  const changes = compare(before, after).flatMap(({ path, before: old, after: now }): Change[] => {
    const words = wordsFor(path);
    return words === undefined ? [] : [{ ...words, how: howOf(old, now, words.unit) }];
  });
  const subjects = [...new Set(changes.map(({ subject }) => subject))].sort(stackLast);
  return subjects.map((subject) => ({
    subject,
    lines: linesOf(changes.filter((change) => change.subject === subject)),
  }));
}

/** The same change of several parts in one line: "memory of web, worker: 512 → 768 MiB". */
function linesOf(changes: readonly Change[]): string[] {
  const wheres = new Map<string, string[]>();
  for (const { what, where, how } of changes) {
    const key = JSON.stringify([what, how]);
    const known = wheres.get(key) ?? [];
    wheres.set(key, where === undefined || known.includes(where) ? known : [...known, where]);
  }
  return [...wheres].map(([key, where]) => {
    const [what = "", how = ""] = JSON.parse(key) as string[];
    return `${what}${where.length > 0 ? ` of ${enumerate(where)}` : ""}${how}`;
  });
}

function enumerate(names: readonly string[]): string {
  return names.length <= mostNames
    ? names.join(", ")
    : `${names.slice(0, mostNames - 1).join(", ")} and ${names.length - mostNames + 1} more`;
}

function howOf(before: unknown, after: unknown, unit: string | undefined): string {
  const [old, now] = [shown(before), shown(after)];
  const suffix = unit === undefined ? "" : ` ${unit}`;
  if (before === undefined) return now === undefined ? " added" : ` added: ${now}${suffix}`;
  if (after === undefined) return " removed";
  return old === undefined || now === undefined ? " changed" : `: ${old} → ${now}${suffix}`;
}

/** A value that fits into a line; undefined for others. */
function shown(value: unknown): string | undefined {
  if (Array.isArray(value)) {
    const items = value.map(shown);
    return items.length <= 5 && items.every((item) => item !== undefined)
      ? fitting(items.join(", "))
      : undefined;
  }
  if (typeof value === "string") return fitting(shortDigest(value));
  return typeof value === "number" || typeof value === "boolean" ? String(value) : undefined;
}

function fitting(text: string): string | undefined {
  if (text === "") return "(empty)";
  return text.length > longest || /\p{Cc}/u.test(text) ? undefined : text;
}

/** The first twelve digits are what people compare. */
function shortDigest(text: string): string {
  return text.replace(/sha256:([0-9a-f]{12})[0-9a-f]{52}/, "$1…");
}

function stackLast(a: string, b: string): number {
  if (a === "stack" || b === "stack") return a === b ? 0 : a === "stack" ? 1 : -1;
  return a < b ? -1 : a > b ? 1 : 0;
}

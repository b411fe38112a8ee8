import { needed, object, text } from "./shape";
import type { Properties } from "../base/resource";

/** One label as programs write it. */
export const labelShape = object({ label: needed(text), value: needed(text) });

/** A label, decoded. */
export interface Label {
  readonly label: string;
  readonly value: string;
}

/** Labels as the engine wants them. */
export function labelMap(labels: readonly Label[] = []): Record<string, string> {
  return Object.fromEntries(labels.map(({ label, value }) => [label, value]));
}

/** Labels as programs write them, sorted by key. */
export function labelList(
  labels: Readonly<Record<string, string>> | null | undefined,
): Properties[] {
  return Object.entries(labels ?? {})
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([label, value]) => ({ label, value }));
}

/** Says whose an object is, from its labels, for messages about names that are taken. */
export function ownerOf(labels: Readonly<Record<string, string>> | null | undefined): string {
  const entries = Object.entries(labels ?? {}).filter(([key]) =>
    /project|stack|application|component|owner|urn|managed/i.test(key),
  );
  if (entries.length === 0) return "it carries no label that says whose it is";
  return `it is labelled ${entries
    .slice(0, 6)
    .map(([key, value]) => `${key}=${value}`)
    .join(", ")}`;
}

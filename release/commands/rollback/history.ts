import type { ReleaseSpec } from "../../../spec/deployment";
import type { JournalEntry } from "../../../spec/journal";

/** A release that is in service, or to which one could go back. */
export interface Layer {
  readonly release: ReleaseSpec;
  /** Transaction that brought it; undefined for one that is older than the journal. */
  readonly broughtBy: JournalEntry | undefined;
}

/**
 * The releases that lie on top of each other, the one in service last: each was put upon the one
 * before, and a rollback takes away all that lie above its target. Going back twice therefore leads
 * further back, not to and fro.
 */
export function layersOf(entries: readonly JournalEntry[]): readonly Layer[] {
  const first = entries.find(wentIntoService)?.from;
  const oldest: Layer[] = first === undefined ? [] : [{ release: first, broughtBy: undefined }];
  return entries.filter(wentIntoService).reduce(add, oldest);
}

/** Whether two releases are the same code; how the configuration spells it may differ. */
export function isSameRelease(one: ReleaseSpec, other: ReleaseSpec): boolean {
  return one.image === other.image && one.version === other.version;
}

function wentIntoService({ outcome }: JournalEntry): boolean {
  return outcome === "released" || outcome === "kept";
}

function add(layers: readonly Layer[], entry: JournalEntry): Layer[] {
  if (entry.rollback !== undefined) {
    const target = layers.findLastIndex(({ release }) => isSameRelease(release, entry.to));
    if (target >= 0) return layers.slice(0, target + 1);
  }
  // A change of the configuration alone, or a repair, is no other release.
  const top = layers.at(-1);
  if (top !== undefined && isSameRelease(top.release, entry.to)) return [...layers];
  return [...layers, { release: entry.to, broughtBy: entry }];
}

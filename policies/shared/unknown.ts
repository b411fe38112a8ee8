import * as sdk from "@pulumi/policy";

// The package exports the class and leaves its declaration out.
const { UnknownValueError } = sdk as unknown as { UnknownValueError: new () => Error };

/**
 * Runs every check, although some of them meet a value that a preview does not know yet. The SDK turns
 * a mandatory policy into advice at the first such value, so what stands beside it would go unseen.
 * The first one met is thrown at the end: the preview then says what could not be judged, and the
 * update, which knows it, judges it before the resource is touched.
 */
export function judgeAll(checks: Iterable<() => void>): void {
  let unknown: Error | undefined;
  for (const check of checks) {
    try {
      check();
    } catch (error) {
      if (!(error instanceof UnknownValueError)) throw error;
      unknown ??= error;
    }
  }
  if (unknown) throw unknown;
}

/** Visits the entries of a list that may be missing, with the care of {@link judgeAll} for each of them. */
export function each<Entry>(
  entries: readonly Entry[] | undefined | null,
  visit: (entry: Entry) => void,
): void {
  const list = entries ?? [];
  const checks = Array.from({ length: list.length }, (_, index) => () => {
    // Reading an entry can throw already, so it belongs inside of its own check.
    visit(list[index] as Entry);
  });
  judgeAll(checks);
}

/**
 * The first known entry that fulfils the condition, or undefined. An unknown entry counts only when no known one does:
 * it might be the one that is looked for.
 */
export function find<Entry>(
  entries: readonly Entry[] | undefined | null,
  fulfils: (entry: Entry) => boolean,
): Entry | undefined {
  const found: Entry[] = [];
  try {
    each(entries, (entry) => {
      if (fulfils(entry)) found.push(entry);
    });
  } catch (error) {
    if (found.length === 0) throw error;
  }
  return found[0];
}

/** A value, or the fallback where the value is not known yet: for exemptions, which the unknown never earns. */
export function known<Value>(read: () => Value, fallback: Value): Value {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof UnknownValueError)) throw error;
    return fallback;
  }
}

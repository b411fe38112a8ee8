import * as sdk from "@pulumi/policy";

// The package exports the class and leaves its declaration out.
const { UnknownValueError } = sdk as unknown as { UnknownValueError: new () => Error };

/**
 * Runs every check, although some of them meet a value that a preview does not know yet. The SDK turns
 * a mandatory policy into advice at the first such value, so what stands beside it would go unseen.
 * The first one met is thrown at the end: the preview then says what could not be judged, and the
 * update, which knows it, judges it before the resource is touched.
 */
export function judgeAll(checks: readonly (() => void)[]): void {
  each(checks, (check) => {
    check();
  });
}

/** Visits the entries of a list that may be missing, with the care of {@link judgeAll} for each of them. */
export function each<Entry>(
  entries: readonly Entry[] | undefined | null,
  visit: (entry: Entry) => void,
): void {
  const list = entries ?? [];
  let unknown: Error | undefined;
  // eslint-disable-next-line @typescript-eslint/prefer-for-of -- reading an entry may throw, and the next still counts
  for (let index = 0; index < list.length; index += 1) {
    try {
      visit(list[index] as Entry);
    } catch (error) {
      if (!(error instanceof UnknownValueError)) throw error;
      unknown ??= error;
    }
  }
  if (unknown) throw unknown;
}

/**
 * Visits the keys of a map that may be missing, with the care of {@link judgeAll} for each of them. A key is
 * known also where its value is not.
 */
export function eachKey(
  map: Readonly<Record<string, unknown>> | undefined | null,
  visit: (key: string) => void,
): void {
  each(Object.keys(map ?? {}), visit);
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

/**
 * Whether a visit finds anything. Something unknown counts only when nothing known is found: it might be
 * what is looked for.
 */
export function some(visit: (found: () => void) => void): boolean {
  const all: true[] = [];
  try {
    visit(() => all.push(true));
  } catch (error) {
    if (all.length === 0) throw error;
  }
  return all.length > 0;
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

/** What something met that is not known yet, to be thrown where it turns out to matter; undefined for nothing. */
export function unknownIn(run: () => void): Error | undefined {
  try {
    run();
  } catch (error) {
    if (!(error instanceof UnknownValueError)) throw error;
    return error;
  }
  return undefined;
}

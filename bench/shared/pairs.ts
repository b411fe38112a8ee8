/** One thing measured against another, in turns, so that a busy machine slows both. */
export interface Pair {
  /** Milliseconds or KiB: the same unit on both sides. */
  readonly measured: number;
  readonly reference: number;
}

/** Middle, smallest and largest value of a series. */
export interface Spread {
  readonly median: number;
  readonly minimum: number;
  readonly maximum: number;
}

/**
 * Runs both sides one after the other, `count` times, after one unmeasured round that fills caches.
 * @param count Fewer than 5 say nothing about the spread: for trying out only.
 */
export async function inPairs(
  count: number,
  measured: () => Promise<number>,
  reference: () => Promise<number>,
  warm = true,
): Promise<Pair[]> {
  if (warm) {
    await measured();
    await reference();
  }
  const pairs: Pair[] = [];
  for (let round = 0; round < count; round += 1) {
    pairs.push({ measured: await measured(), reference: await reference() });
  }
  return pairs;
}

/** The ratio of every pair, summed up. */
export function ratios(pairs: readonly Pair[]): Spread {
  return spread(pairs.map(({ measured, reference }) => measured / reference));
}

/** Sums up a series. */
export function spread(values: readonly number[]): Spread {
  const sorted = [...values].sort((one, other) => one - other);
  const at = (index: number): number => sorted[index] ?? Number.NaN;
  const middle = sorted.length / 2;
  const median =
    sorted.length % 2 === 1 ? at(Math.floor(middle)) : (at(middle - 1) + at(middle)) / 2;
  return { median, minimum: at(0), maximum: at(sorted.length - 1) };
}

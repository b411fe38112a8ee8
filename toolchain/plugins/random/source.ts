import { createHmac, randomInt } from "node:crypto";

/** Where chance comes from: a whole number from 0 to `limit` - 1, all equally likely. */
export type Source = (limit: number) => number;

// randomInt takes ranges below 2^48 only.
const WIDEST = 2 ** 48 - 1;

/** The operating system's cryptographic generator, without modulo bias. */
export const cryptographic: Source = (limit) => randomInt(limit);

/**
 * The same numbers for the same seed, for `seed` of RandomInteger and RandomShuffle. Not the numbers
 * that the official plugin draws for that seed; what is in state stays either way. Never for secrets.
 */
export function seeded(seed: string): Source {
  let counter = 0;
  const draw = (): number =>
    createHmac("sha256", seed).update(String(counter++)).digest().readUIntBE(0, 6);
  return (limit) => {
    const fair = 2 ** 48 - (2 ** 48 % limit);
    let value = draw();
    while (value >= fair) value = draw();
    return value % limit;
  };
}

/** A whole number in a closed range. @throws RangeError on a range of 2^48 or more numbers. */
export function between(source: Source, min: number, max: number): number {
  if (max - min >= WIDEST)
    throw new RangeError(`the range from ${min} to ${max} is too wide (2^48 numbers at most)`);
  return min + source(max - min + 1);
}

/** One element. The list must not be empty. */
export function pick<Item>(source: Source, items: readonly Item[]): Item {
  const item = items[source(items.length)];
  if (item === undefined) throw new RangeError("nothing to pick from");
  return item;
}

/** The elements in random order, every order equally likely (Fisher and Yates). */
export function shuffled<Item>(source: Source, items: readonly Item[]): Item[] {
  const rest = [...items];
  const result: Item[] = [];
  while (rest.length > 0) result.push(...rest.splice(source(rest.length), 1));
  return result;
}

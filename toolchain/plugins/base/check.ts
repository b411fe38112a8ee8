import { closest } from "fastest-levenshtein";
import { formatPath } from "./paths";
import type { CheckFailure, PropertyPath } from "./resource";
import type { Properties } from "./values";

/**
 * One failure for every key that is not known, with the nearest known one. An input that a plugin
 * does not implement is thereby named and never ignored. Handlers use it for nested maps.
 * @param where Path of the map that holds the keys; empty for the resource itself.
 * @param owner What has these inputs, for the message (a type token).
 */
export function unknownKeys(
  values: Properties,
  known: readonly string[],
  owner: string,
  where: PropertyPath = [],
): CheckFailure[] {
  return Object.keys(values)
    .filter((key) => !known.includes(key))
    .map((key) => ({
      property: formatPath([...where, key]),
      reason:
        known.length === 0
          ? `"${key}" is not an input of ${owner}; it takes none`
          : `"${key}" is not an input of ${owner} in this toolchain; the nearest known one is "${closest(key, [...known])}"`,
    }));
}

import { closest, distance } from "fastest-levenshtein";

/**
 * Ends the message about an unknown name: with the nearest known one when a slip of the keyboard
 * explains the difference, otherwise with all known ones.
 */
export function suggestion(name: string, known: readonly string[]): string {
  const near = nearest(name, known);
  if (near !== undefined) {
    return `did you mean "${near}"?`;
  }
  return known.length === 0 ? "remove it" : `known are: ${known.join(", ")}`;
}

/**
 * The known name that `name` was probably meant to be; undefined when none is close.
 * @param slips How many letters may differ from a known name.
 */
export function nearest(
  name: string,
  known: readonly string[],
  slips: (known: string) => number = usualSlips,
): string | undefined {
  if (known.length === 0 || name.length > 64) {
    return undefined;
  }
  const candidate = closest(name.toLowerCase(), known);
  const differing = distance(name.toLowerCase(), candidate.toLowerCase());
  return differing <= slips(candidate) ? candidate : undefined;
}

/** Two slips, or a third of the word: more than that is another word. */
function usualSlips({ length }: string): number {
  return Math.max(2, Math.floor(length / 3));
}

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

/** The known name that `name` was probably meant to be; undefined when none is close. */
export function nearest(name: string, known: readonly string[]): string | undefined {
  if (known.length === 0 || name.length > 64) {
    return undefined;
  }
  const candidate = closest(name.toLowerCase(), known);
  // Two slips, or a third of the word: more than that is another word.
  const allowed = Math.max(2, Math.floor(candidate.length / 3));
  return distance(name.toLowerCase(), candidate.toLowerCase()) <= allowed ? candidate : undefined;
}

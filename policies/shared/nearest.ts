/** The name that was probably meant: up to two slips, or a third of it. Undefined when none is that close. */
export function nearest(name: string, names: readonly string[]): string | undefined {
  // The name may be any text, and the effort grows with its length.
  if (name.length > 64) return undefined;
  const [first] = names
    .map((candidate) => ({ candidate, slips: slipsBetween(name, candidate) }))
    .filter(({ candidate, slips }) => slips <= Math.max(2, Math.floor(candidate.length / 3)))
    .sort((one, other) => one.slips - other.slips);
  return first?.candidate;
}

/** How many letters have to be put in, left out or replaced to make one text of another (Levenshtein). */
function slipsBetween(from: string, to: string): number {
  let above = Array.from({ length: to.length + 1 }, (_, column) => column);
  for (const [row, letter] of Array.from(from).entries()) {
    let left = row + 1;
    above = [
      left,
      ...Array.from(to).map((wanted, column) => {
        const [diagonal = 0, straight = 0] = above.slice(column);
        left = Math.min(left + 1, straight + 1, diagonal + (letter === wanted ? 0 : 1));
        return left;
      }),
    ];
  }
  return above.at(-1) ?? 0;
}

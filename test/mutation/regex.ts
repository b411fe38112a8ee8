/** One alternative of a regular expression, with the bar that parts it from its neighbour. */
interface Alternative {
  readonly start: number;
  readonly end: number;
}

/** A pattern without each of its alternatives in turn, at any depth: `a(?:b|c)` gives `a(?:c)` and `a(?:b)`. */
export function withoutAlternatives(pattern: string): string[] {
  return alternatives(pattern).map(
    ({ start, end }) => pattern.slice(0, start) + pattern.slice(end),
  );
}

function alternatives(pattern: string): Alternative[] {
  const found: Alternative[] = [];
  // Per open group: where its alternatives begin.
  const groups: number[][] = [[0]];
  const close = (end: number): void => {
    const starts = groups.pop() ?? [];
    if (starts.length < 2) return;
    starts.forEach((start, index) => {
      const next = starts[index + 1];
      // The last one goes with the bar before it, the others with the bar behind.
      found.push(next === undefined ? { start: start - 1, end } : { start, end: next });
    });
  };
  for (let at = 0; at < pattern.length; at += 1) {
    const character = pattern[at];
    if (character === "\\") at += 1;
    else if (character === "[") at = endOfClass(pattern, at);
    else if (character === "(") {
      at += (/^\((?:\?(?:[:=!]|<[=!]|<[^>]*>))?/.exec(pattern.slice(at))?.[0].length ?? 1) - 1;
      groups.push([at + 1]);
    } else if (character === ")") close(at);
    else if (character === "|") groups.at(-1)?.push(at + 1);
  }
  close(pattern.length);
  return found;
}

function endOfClass(pattern: string, start: number): number {
  let at = start + 1;
  while (at < pattern.length && pattern[at] !== "]") at += pattern[at] === "\\" ? 2 : 1;
  return at;
}

import type Dockerode from "dockerode";

import { unframe } from "../engine/logs";

/** Characters of a line that are shown: JSON logs have whole stack traces in one. */
const shown = 300;

/**
 * Lines of a container's log that match one of the patterns, oldest first, shortened.
 * @param since Unix seconds on the engine's clock.
 */
export async function findFatalLines(
  container: Dockerode.Container,
  patterns: readonly string[],
  since: number,
): Promise<string[]> {
  if (patterns.length === 0) return [];
  const raw = await container.logs({
    stdout: true,
    stderr: true,
    follow: false,
    since,
  });
  return matchingLines(unframe(raw), patterns);
}

/** Lines of a text that match one of the patterns, shortened around the match. */
export function matchingLines(text: string, patterns: readonly string[]): string[] {
  const expressions = patterns.map((pattern) => new RegExp(pattern));
  return text.split("\n").flatMap((line) => {
    const found = expressions.map((expression) => expression.exec(line)).find((match) => match);
    return found ? [excerpt(line, found.index)] : [];
  });
}

function excerpt(line: string, index: number): string {
  const from = Math.max(0, index - shown / 2);
  const text = line.slice(from, from + shown).replace(/[\p{Cc}\p{Cf}]+/gu, " ");
  return `${from > 0 ? "…" : ""}${text.trimEnd()}${from + shown < line.length ? "…" : ""}`;
}

import { HostError } from "../errors";

const word = /\s*((?:[^\s'"\\]|\\.|'[^']*'|"(?:[^"\\]|\\.)*")+)\s*/sy;
const piece = /\\(.)|'([^']*)'|"((?:[^"\\]|\\.)*)"|([^\\'"]+)/gs;

/**
 * Splits a line into words as a shell does: blanks separate, quotes and backslashes keep together.
 * Nothing is expanded.
 *
 * @throws HostError that names `what` when a quote is not closed.
 */
export function splitWords(line: string, what: string): string[] {
  const words: string[] = [];
  const text = line.trim();
  word.lastIndex = 0;
  while (word.lastIndex < text.length) {
    const match = word.exec(text);
    if (match?.[1] === undefined)
      throw new HostError(`${what} has a quote that is not closed: ${text}`);
    words.push(unquote(match[1]));
  }
  return words;
}

function unquote(quoted: string): string {
  return quoted.replace(
    piece,
    (_all, escaped?: string, single?: string, double?: string, plain?: string) =>
      escaped ?? single ?? double?.replace(/\\(["\\$`])/g, "$1") ?? plain ?? "",
  );
}

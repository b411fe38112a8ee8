import { known } from "./unknown";

/** Stands for what a shell fills in when it runs. */
export const substituted = "$";

/**
 * The words of a command line, whether it comes as a list or as a line for a shell. What a shell fills in
 * (`$VARIABLE`, `$(command)`) is one `$`, and what a preview does not know yet an empty word, so that what
 * is before it and what is behind it do not become neighbours.
 */
export function wordsOf(list: readonly string[] | undefined | null): readonly string[] {
  const entries = list ?? [];
  return Array.from({ length: entries.length }, (_, index) =>
    known(() => entries[index] ?? "", ""),
  ).flatMap((entry) => withoutSubstitutions(entry).split(/\s+/));
}

function withoutSubstitutions(line: string): string {
  return line.replace(/\$\{[^}]*\}|\$\([^)]*\)|`[^`]*`|\$\w+/g, () => substituted);
}

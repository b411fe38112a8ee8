import type { JournalEntry } from "../../../spec/journal";
import type { Journal } from "../../journal";
import { shortOutcome, shortTimes } from "../goal";
import { table, wrap } from "../text";

/** The newest transactions of an application, newest first, for people. */
export function renderJournal({ entries, unfinished }: Journal, limit: number): string[] {
  if (entries.length === 0 && unfinished.length === 0) return ["no release yet"];
  const shown = entries.slice(-limit).reverse();
  const header = ["transaction", "from → to", "outcome", "took", "maintenance"];
  const [head = "", ...lines] = table([header, ...shown.map(row)]);
  return [
    ...unfinished.map(({ id, steps }) => `${id}  unfinished, ${steps.length} records`),
    head,
    ...lines.flatMap((line, index) => {
      const reason = shown[index]?.reason;
      return reason === undefined ? [line] : [line, ...wrap("    ", reason)];
    }),
    ...(entries.length > shown.length
      ? [`older ones: ${entries.length - shown.length}; LIMIT=<number> shows more`]
      : []),
  ];
}

function row(entry: JournalEntry): string[] {
  return [
    entry.id,
    `${entry.from?.version ?? "-"} → ${entry.to.version}`,
    shortOutcome(entry),
    ...shortTimes(entry),
  ];
}

/**
 * Plain text for markdown: shown as it is, whoever wrote it. No formatting, no HTML, nobody notified, no other
 * thread linked, and one line.
 */
export function plain(text: string): string {
  const line = text.replace(/\s+/g, " ").trim();
  return (line.length > longest ? `${line.slice(0, longest)}…` : line)
    .replace(/[&<>]/g, (sign) => ({ "&": "&amp;", "<": "&lt;", ">": "&gt;" })[sign] ?? sign)
    .replace(/[\\`*_[\]|~]/g, (sign) => `\\${sign}`)
    .replace(/(^|[^\w])([@#])(?=\w)/g, `$1$2${joiner}`);
}

/** A name as code. */
export function code(text: string): string {
  return `\`${text.replace(/`/g, "'").replace(/\s+/g, " ")}\``;
}

/** A link, or the text alone when there is nowhere to go. */
export function link(text: string, address: string | undefined): string {
  return address === undefined
    ? text
    : `[${text}](<${address.replace(/[<>\s]/g, encodeURIComponent)}>)`;
}

/** At most so many lines, and how many there are beyond. */
export function atMost(lines: readonly string[], most: number): readonly string[] {
  return lines.length <= most
    ? lines
    : [...lines.slice(0, most), `- … and ${lines.length - most} more`];
}

/** A list under a line that opens it. */
export function folded(summary: string, lines: readonly string[]): string[] {
  return lines.length === 0
    ? []
    : ["<details>", `<summary>${summary}</summary>`, "", ...lines, "", "</details>"];
}

/**
 * The lines as one text of at most so many characters. What does not fit is cut at the end of a line, with a
 * line that says how much is missing, and open folds are closed.
 * @param limit At least 1000.
 */
export function bounded(
  lines: readonly string[],
  limit: number,
  note: (missing: number) => string,
): string {
  const whole = `${lines.join("\n")}\n`;
  if (whole.length <= limit) return whole;
  let length = 0;
  // Room for the note and the ends of folds.
  const kept = lines.filter((line) => (length += line.length + 1) <= limit - 500);
  const open = count(kept, "<details>") - count(kept, "</details>");
  const end = [...Array<string>(open).fill("\n</details>"), "", note(lines.length - kept.length)];
  return `${[...kept, ...end].join("\n")}\n`;
}

function count(lines: readonly string[], wanted: string): number {
  return lines.filter((line) => line === wanted).length;
}

/** Characters of a text that somebody else wrote. */
const longest = 600;

// Invisible, so that a name after "@" or a number after "#" is text.
const joiner = "\u200b";

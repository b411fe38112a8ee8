/** A directive with its semicolon, a comment, an empty line, or a block. */
export type Line = string | Block;

/** A directive with a body in braces, for example `server { … }`. */
export interface Block {
  readonly head: string;
  readonly body: readonly Line[];
}

/** Builds a block directive; `head` is what stands before the opening brace. */
export function block(head: string, body: readonly Line[]): Block {
  return { head, body };
}

const generated = [
  "# Generated from the blueprint and the stack configuration: changes made here are lost.",
  "",
];

/** Prints a file of the configuration: two spaces of indentation, one final newline. */
export function printFile(lines: readonly Line[]): string {
  return [...generated, ...indent(lines, "")].join("\n") + "\n";
}

function indent(lines: readonly Line[], margin: string): string[] {
  return lines.flatMap((line) => {
    if (typeof line === "string") return [line === "" ? "" : margin + line];
    return [`${margin}${line.head} {`, ...indent(line.body, `${margin}  `), `${margin}}`];
  });
}

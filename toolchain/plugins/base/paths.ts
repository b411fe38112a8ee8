import type { PropertyPath } from "./resource";

/** Matches every key or index in a pattern of `ignoreChanges`. */
export const WILDCARD = "*";

const SIMPLE = /^[A-Za-z_$][\w$-]*$/;

/** Writes a path as Pulumi does: `a.b[0]["c.d"]`. */
export function formatPath(path: PropertyPath): string {
  return path
    .map((part, index) => {
      if (typeof part === "number") return `[${part}]`;
      if (!SIMPLE.test(part)) return `[${JSON.stringify(part)}]`;
      return index === 0 ? part : `.${part}`;
    })
    .join("");
}

/**
 * Reads a path as it is written in `ignoreChanges`; `*` and `[*]` stand for everything at that level.
 * @throws Error on text that is not a path.
 */
export function parsePath(text: string): PropertyPath {
  const parts: (string | number)[] = [];
  const token = /\.?([^.[\]"]+)|\[(\d+)\]|\[("(?:[^"\\]|\\.)*")\]|\[(\*)\]/y;
  while (token.lastIndex < text.length) {
    const found = token.exec(text);
    if (!found) throw new Error(`"${text}" is not a property path; write it like a.b[0]["c.d"]`);
    if (found[2] !== undefined) parts.push(Number(found[2]));
    else if (found[3] !== undefined) parts.push(JSON.parse(found[3]) as string);
    else parts.push(found[4] ?? found[1] ?? "");
  }
  return parts;
}

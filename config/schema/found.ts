const longest = 80;

/**
 * Names a value in an error message: short, on one line, with anything that looks like a password
 * in an address taken out. Not for values that may be secrets: see `kindOf`.
 */
export function found(value: unknown): string {
  if (typeof value === "string") {
    return value === "" ? "an empty text" : quoted(value);
  }
  return typeof value === "number" || typeof value === "boolean" ? String(value) : kindOf(value);
}

/** Says what sort of value it is, and nothing of its content. */
export function kindOf(value: unknown): string {
  if (value === null || value === undefined) {
    return "nothing";
  }
  if (Array.isArray(value)) {
    return "a list";
  }
  if (typeof value === "string") {
    return "a text";
  }
  if (typeof value === "boolean") {
    return "true or false";
  }
  return typeof value === "object" ? "a mapping" : "a number";
}

function quoted(text: string): string {
  const safe = text
    .replace(/:[^:@/\s]*@(?!sha256:)/g, ":***@")
    .replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, (character) => escaped(character));
  return `"${safe.length > longest ? `${safe.slice(0, longest)}…` : safe}"`;
}

function escaped(character: string): string {
  const code = character.codePointAt(0) ?? 0;
  return `\\u${code.toString(16).padStart(4, "0")}`;
}

const entities: Readonly<Record<string, string>> = {
  amp: "&",
  lt: "<",
  gt: ">",
  quot: '"',
  apos: "'",
  nbsp: " ",
};

const lastCodePoint = 0x10ffff;

/** Elements whose content nobody reads. */
const unread = /<(script|style|template)\b/iy;

/** What a reader sees of a page, on one line and without characters that steer a terminal. */
export function visibleText(body: string): string {
  return withoutMarkup(body)
    .replace(/&(#x?[0-9a-f]{1,8}|[a-z]{1,8});/gi, (whole, name: string) => decode(name) ?? whole)
    .replace(/[\p{Cc}\p{Cf}\p{Z}]+/gu, " ")
    .trim();
}

/** Goes through the text once, since expressions take hours for a page that closes nothing. */
function withoutMarkup(body: string): string {
  const lower = body.toLowerCase();
  const parts: string[] = [];
  let at = 0;
  while (at < body.length) {
    const open = body.indexOf("<", at);
    if (open === -1) break;
    parts.push(body.slice(at, open));
    at = endOfMarkup(body, lower, open);
    // A sign for "less" is text.
    parts.push(at === open + 1 ? "<" : " ");
  }
  parts.push(body.slice(at));
  return parts.join("");
}

function endOfMarkup(body: string, lower: string, open: number): number {
  const after = (text: string, from: number, length: number): number => {
    const found = lower.indexOf(text, from);
    return found === -1 ? body.length : found + length;
  };
  if (body.startsWith("<!--", open)) return after("-->", open + 4, 3);
  unread.lastIndex = open;
  const element = unread.exec(body)?.[1];
  if (element !== undefined) return after(`</${element.toLowerCase()}`, open, 0);
  return /[a-z/!?]/i.test(body[open + 1] ?? "") ? after(">", open, 1) : open + 1;
}

function decode(name: string): string | undefined {
  if (!name.startsWith("#")) return entities[name.toLowerCase()];
  const code = name[1]?.toLowerCase() === "x" ? parseInt(name.slice(2), 16) : Number(name.slice(1));
  return code <= lastCodePoint ? String.fromCodePoint(code) : undefined;
}

/** Namespace of all keys of this project; equals the project's name in `Pulumi.yaml`. */
export const namespace = "palier";

/** Keys from the top of the configuration down to a value; numbers are positions in a list. */
export type Path = readonly (string | number)[];

/**
 * Spells a path as `pulumi config set --path` accepts it: `palier:proxy.trustedProxies[0]`. A part
 * that the dotted spelling cannot hold is put in brackets and quotes.
 */
export function spell(path: Path): string {
  const [top, ...rest] = path;
  if (top === undefined) {
    return "";
  }
  return `${namespace}:${plain(String(top))}${rest.map(step).join("")}`;
}

function step(part: string | number): string {
  if (typeof part === "number") {
    return `[${part}]`;
  }
  return /^[A-Za-z0-9_-]+$/.test(part) ? `.${part}` : `[${plain(JSON.stringify(part))}]`;
}

/** A key is the operator's own text: kept short and free of anything that could move a terminal's cursor. */
function plain(part: string): string {
  const visible = part.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, "\uFFFD");
  return visible.length > 64 ? `${visible.slice(0, 63)}…` : visible;
}

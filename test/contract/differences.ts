import { allowedDifferences } from "../../config/differences";

/** A value of a specification with the keys that lead to it. */
export type Leaf = readonly [path: string, value: string];

/**
 * Every value of a resolved specification by path. Lists are told apart by what identifies their
 * entries, so that an entry more does not shift all others; the stack's name inside names is masked.
 */
export function leaves(value: unknown, stack: string, path: readonly string[] = []): Leaf[] {
  if (Array.isArray(value)) {
    return value.flatMap((entry, index) => {
      const [key, content] = identify(entry, index, path.at(-1));
      return leaves(content, stack, [...path, key]);
    });
  }
  if (typeof value === "object" && value !== null) {
    return Object.entries(value).flatMap(([key, part]) => leaves(part, stack, [...path, key]));
  }
  const text = value === undefined ? "undefined" : JSON.stringify(value);
  return [[path.join("/"), text.replaceAll(`palier-${stack}-`, "palier-<stack>-")]];
}

/** Paths at which two specifications differ, or which only one of them has. */
export function differences(one: readonly Leaf[], other: readonly Leaf[]): string[] {
  const [a, b] = [new Map(one), new Map(other)];
  const paths = new Set([...a.keys(), ...b.keys()]);
  return [...paths].filter((path) => a.get(path) !== b.get(path)).sort();
}

/** The entry of the declared list that covers a path. */
export function allowedBy(path: string): string | undefined {
  return allowedDifferences.find((difference) => pattern(difference.path).test(path))?.path;
}

function pattern(path: string): RegExp {
  const source = path
    .replace(/[.+?^${}()|[\]\\]/g, "\\$&")
    .replace(/\*\*\/|\/\*\*|\*/g, (wild) =>
      wild === "*" ? "[^/]+" : wild === "**/" ? "(?:.*/)?" : "(?:/.*)?",
    );
  return new RegExp(`^${source}$`);
}

function identify(entry: unknown, index: number, list: string | undefined): [string, unknown] {
  if (list === "environment" && typeof entry === "string") {
    const at = entry.indexOf("=");
    return [entry.slice(0, at), entry.slice(at + 1)];
  }
  if (typeof entry === "object" && entry !== null) {
    const { name, target, resource } = entry as Record<string, unknown>;
    const key = [name, resource, target].find((one) => typeof one === "string");
    if (typeof key === "string" && !key.startsWith("palier-")) return [key, entry];
  }
  return [String(index), entry];
}

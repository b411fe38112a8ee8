/** A value of plain JSON that differs; undefined on the side that does not have it. */
export interface Difference {
  /** Keys from the top; elements of lists go by their names where they have one. */
  readonly path: readonly string[];
  readonly before: unknown;
  readonly after: unknown;
}

type Mapping = Readonly<Record<string, unknown>>;

/** What names an element of a list, the first that all elements have, each with a value of its own. */
const identities = ["name", "resource", "application", "path", "target", "network", "external"];

/**
 * Everything in which two values of plain JSON differ. A subtree that one side alone has is one difference.
 * Containers of a process are equal by construction, so their number and the first one stand for all.
 */
export function compare(
  before: unknown,
  after: unknown,
  path: readonly string[] = [],
): Difference[] {
  if (JSON.stringify(before) === JSON.stringify(after)) return [];
  if (path.at(-1) === "containers" && Array.isArray(before) && Array.isArray(after)) {
    return [
      ...compare(before.length, after.length, [...path, "length"]),
      ...(before.length > 0 && after.length > 0 ? compare(before[0], after[0], path) : []),
    ];
  }
  const [left, right] = [asMapping(before, after, path), asMapping(after, before, path)];
  if (left === undefined || right === undefined) return [{ path, before, after }];
  return [...new Set([...Object.keys(left), ...Object.keys(right)])].flatMap((key) =>
    compare(left[key], right[key], [...path, key]),
  );
}

/** The value by key; undefined when it or the other one is none. */
function asMapping(value: unknown, other: unknown, path: readonly string[]): Mapping | undefined {
  if (Array.isArray(value) && Array.isArray(other)) {
    const items: readonly unknown[] = value;
    const others: readonly unknown[] = other;
    if (path.at(-1) === "environment") return variables(items);
    const key = identities.find((name) => identifies(name, items) && identifies(name, others));
    if (key === undefined || items.length + others.length === 0) return undefined;
    return Object.fromEntries(items.map((item) => [String((item as Mapping)[key]), item]));
  }
  return isMapping(value) && isMapping(other) ? value : undefined;
}

/** `NAME=value` by name. */
function variables(items: readonly unknown[]): Mapping {
  return Object.fromEntries(
    items.map((item) => {
      const [name = "", ...value] = String(item).split("=");
      return [name, value.join("=")];
    }),
  );
}

function identifies(key: string, items: readonly unknown[]): boolean {
  const values = items.map((item) => (isMapping(item) ? item[key] : undefined));
  const named = values.every((value) => typeof value === "string" || typeof value === "number");
  return named && new Set(values).size === values.length;
}

function isMapping(value: unknown): value is Mapping {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

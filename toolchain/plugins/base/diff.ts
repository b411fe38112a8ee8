import { sameValue } from "./compare";
import type { ChangeRule, PropertyPath, ResourceHandler } from "./resource";
import { type Properties, type PropertyValue, isMap } from "./values";
import { DEFAULTS } from "./wire";

/** What happened to one path. */
export type ChangeKind = "add" | "delete" | "update";

/** One changed path and what it means for the resource. */
export interface Change {
  readonly path: PropertyPath;
  readonly kind: ChangeKind;
  readonly rule: Exclude<ChangeRule, "ignore">;
}

/** What a diff needs to know of a resource type. */
export type DiffRules<Config> = Pick<
  ResourceHandler<Config>,
  "changes" | "ruleFor" | "normalise" | "deleteBeforeReplace"
>;

/**
 * Compares inputs down to nested elements. An unknown new value counts as changed, and so shows in
 * a preview what may happen at worst.
 */
export function diffInputs<Config>(
  rules: DiffRules<Config>,
  olds: Properties,
  news: Properties,
): Change[] {
  const normalise = rules.normalise?.bind(rules) ?? ((inputs: Properties) => inputs);
  return compare(normalise(olds), normalise(news), []).flatMap(({ path, kind }) => {
    if (path[0] === DEFAULTS) return [];
    const rule = rules.ruleFor?.(path, olds, news) ?? rules.changes[String(path[0])] ?? "replace";
    return rule === "ignore" ? [] : [{ path, kind, rule }];
  });
}

type Difference = Pick<Change, "path" | "kind">;

function compare(
  olds: PropertyValue | undefined,
  news: PropertyValue | undefined,
  path: PropertyPath,
): Difference[] {
  if (sameValue(olds, news)) return [];
  if (olds === undefined) return [{ path, kind: "add" }];
  if (news === undefined) return [{ path, kind: "delete" }];
  if (Array.isArray(olds) && Array.isArray(news)) {
    const length = Math.max(olds.length, news.length);
    return Array.from({ length }, (_, index) =>
      compare(olds[index], news[index], [...path, index]),
    ).flat();
  }
  if (isMap(olds) && isMap(news)) {
    const keys = [...new Set([...Object.keys(olds), ...Object.keys(news)])].sort();
    return keys.flatMap((key) => compare(olds[key], news[key], [...path, key]));
  }
  return [{ path, kind: "update" }];
}

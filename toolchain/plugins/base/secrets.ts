import { sameValue } from "./compare";
import { formatPath } from "./paths";
import type { PropertyPath } from "./resource";
import { type Properties, type PropertyValue, isMap } from "./values";

/** Where a secret stood, and what it was. */
export interface SecretMark {
  readonly path: PropertyPath;
  readonly value: PropertyValue;
}

// Shorter secrets would blank out ordinary words of every message.
const SHORTEST_REDACTED = 3;

/**
 * Decides which paths of new properties are secret, given where secrets stood before. Inside a list
 * an index proves nothing (a handler may sort), so unless the same value still stands there, the
 * whole list becomes secret: rather too much than one leak.
 */
export function effectiveMarks(properties: Properties, marks: readonly SecretMark[]): Set<string> {
  const paths = new Set<string>();
  for (const { path, value } of marks) {
    const index = path.findIndex((part) => typeof part === "number");
    const exact = index < 0 || sameValue(valueAt(properties, path), value);
    paths.add(formatPath(exact ? path : path.slice(0, index)));
  }
  return paths;
}

/** The value at a path; undefined where nothing stands. */
export function valueAt(properties: Properties, path: PropertyPath): PropertyValue | undefined {
  let value: PropertyValue | undefined = properties;
  for (const part of path) {
    if (typeof part === "number") value = Array.isArray(value) ? value[part] : undefined;
    else value = isMap(value) ? value[part] : undefined;
  }
  return value;
}

/**
 * Makes a function that blanks out secrets in text for people. Every text inside a secret value
 * counts, and each line of one with several lines; texts under 3 characters are left.
 */
export function redactor(secrets: readonly PropertyValue[]): (text: string) => string {
  const texts = new Set<string>();
  for (const secret of secrets) collectTexts(secret, texts);
  const longestFirst = [...texts].sort((a, b) => b.length - a.length);
  return (text) =>
    longestFirst.reduce((result, secret) => result.replaceAll(secret, "[secret]"), text);
}

/** A value without the entries of its maps, at any depth, that have one of these keys. */
export function withoutKeys(value: PropertyValue, keys: readonly string[]): PropertyValue {
  if (keys.length === 0 || !isMap(value)) return value;
  const kept = Object.entries(value).filter(([key]) => !keys.includes(key));
  return Object.fromEntries(kept.map(([key, inner]) => [key, withoutKeys(inner, keys)]));
}

function collectTexts(value: PropertyValue, texts: Set<string>): void {
  if (typeof value === "number") collectTexts(String(value), texts);
  else if (typeof value === "string") {
    for (const part of [value, value.trim(), ...value.split("\n").map((line) => line.trim())]) {
      if (part.length >= SHORTEST_REDACTED) texts.add(part);
    }
  } else if (Array.isArray(value))
    value.forEach((item) => {
      collectTexts(item, texts);
    });
  else if (isMap(value))
    Object.values(value).forEach((item) => {
      collectTexts(item, texts);
    });
}

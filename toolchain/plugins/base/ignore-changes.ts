import { WILDCARD, parsePath } from "./paths";
import { type PropertyPath } from "./resource";
import { type Properties, type PropertyValue, isMap } from "./values";

/**
 * Puts the old values back at the paths that the program wants ignored (`a.b`, `a[0]`, `a[*].b`, `*`).
 * The engine does it too before it calls; doing it again keeps the plugin right with any engine.
 */
export function withIgnored(
  news: Properties,
  olds: Properties,
  ignored: readonly string[],
): Properties {
  let result: PropertyValue | undefined = news;
  for (const text of ignored) result = reset(result, olds, parsePath(text));
  return isMap(result) ? result : {};
}

function reset(
  news: PropertyValue | undefined,
  olds: PropertyValue | undefined,
  path: PropertyPath,
): PropertyValue | undefined {
  const [part, ...rest] = path;
  if (part === undefined) return olds;
  if (Array.isArray(news) || Array.isArray(olds)) return resetList(news, olds, part, rest);
  if (!isMap(news) && !isMap(olds)) return news;
  const before = isMap(olds) ? olds : {};
  const after = isMap(news) ? news : {};
  const all = part === WILDCARD ? [...Object.keys(before), ...Object.keys(after)] : [String(part)];
  const result: Properties = { ...after };
  for (const key of new Set(all)) {
    const value = reset(after[key], before[key], rest);
    if (value === undefined) Reflect.deleteProperty(result, key);
    else result[key] = value;
  }
  // A map that held nothing but ignored values is as absent as it was before.
  return olds === undefined && Object.keys(result).length === 0 ? undefined : result;
}

function resetList(
  news: PropertyValue | undefined,
  olds: PropertyValue | undefined,
  part: string | number,
  rest: PropertyPath,
): PropertyValue | undefined {
  // Against something that is not a list there is no element to put back.
  if (!Array.isArray(news) || !Array.isArray(olds))
    return rest.length === 0 && part === WILDCARD ? olds : news;
  if (part === WILDCARD && rest.length === 0) return olds;
  return news.map((item, index) => {
    const old = olds[index];
    const touched = part === WILDCARD || part === index;
    return touched && old !== undefined ? (reset(item, old, rest) ?? item) : item;
  });
}

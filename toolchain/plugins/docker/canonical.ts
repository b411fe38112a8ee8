import { UNKNOWN, isMap } from "../base/resource";
import type { Properties, PropertyValue } from "../base/resource";

/** Takes away what means nothing: absent values, empty lists and maps, and the list of defaulted keys. */
export function prune(inputs: Properties): Properties {
  const result: Properties = {};
  for (const [key, value] of Object.entries(inputs)) {
    if (key === "__defaults") continue;
    const kept = pruneValue(value);
    if (kept !== undefined) result[key] = kept;
  }
  return result;
}

function pruneValue(value: PropertyValue): PropertyValue | undefined {
  if (value === null) return undefined;
  if (Array.isArray(value)) {
    // An element keeps its place even when it is empty: in a list, places mean something.
    return value.length === 0 ? undefined : value.map((item) => pruneValue(item) ?? item);
  }
  if (!isMap(value)) return value;
  const pruned = prune(value);
  return Object.keys(pruned).length === 0 ? undefined : pruned;
}

/** Sorts a list whose order means nothing, so that another order is no change. Lists with unknowns stay as they are. */
export function sorted(value: PropertyValue | undefined): PropertyValue | undefined {
  if (!Array.isArray(value) || value.includes(UNKNOWN)) return value;
  return [...value].sort((a, b) => compare(key(a), key(b)));
}

/** Changes one property if it is there. */
export function mapProperty(
  inputs: Properties,
  name: string,
  change: (value: PropertyValue) => PropertyValue | undefined,
): Properties {
  const value = inputs[name];
  if (value === undefined || value === UNKNOWN) return inputs;
  const rest = without(inputs, name);
  const changed = change(value);
  return changed === undefined ? rest : { ...rest, [name]: changed };
}

/** A copy that lacks one property. */
export function without(inputs: Properties, name: string): Properties {
  return Object.fromEntries(Object.entries(inputs).filter(([key]) => key !== name));
}

/** A property as text; empty when it is something else. */
export function textOf(value: PropertyValue | undefined): string {
  return typeof value === "string" ? value : "";
}

/** Adds what is missing. */
export function withDefaults(inputs: Properties, defaults: Properties): Properties {
  const given = Object.entries(inputs).filter(([, value]) => value !== null);
  return { ...defaults, ...Object.fromEntries(given) };
}

function key(value: PropertyValue): string {
  return JSON.stringify(value, (_, inner: PropertyValue) => {
    if (typeof inner === "symbol") return "?";
    if (!isMap(inner)) return inner;
    return Object.fromEntries(Object.entries(inner).sort(([a], [b]) => compare(a, b)));
  });
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

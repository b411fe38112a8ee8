import { isUnknown } from "./unknown";

/** Where a value is in the inputs of a resource, for example `mounts`, 0, `source`. */
export type Path = readonly string[];

/** Spells a path without positions in lists: `mounts.source`. */
export function spelt(path: Path): string {
  return path.filter((part) => !/^\d+$/.test(part)).join(".");
}

/** Inputs that tell which of their values are read, those that are missing included. */
export function recorded(inputs: object, note: (path: Path) => void): object {
  return record(inputs, [], note);
}

function record(target: object, path: Path, note: (path: Path) => void): object {
  return new Proxy(target, {
    get: (object, key) => {
      const value: unknown = Reflect.get(object, key);
      if (typeof key !== "string") return value;
      const own = Object.prototype.propertyIsEnumerable.call(object, key);
      const missing = !Array.isArray(object) && !(key in object) && !key.startsWith("__");
      if (!own && !missing) return value;
      const here = [...path, key];
      note(here);
      return typeof value === "object" && value !== null ? record(value, here, note) : value;
    },
  });
}

/** The value at a path; undefined where there is none. */
export function valueAt(inputs: unknown, path: Path): unknown {
  return path.reduce<unknown>(
    (value, key) =>
      typeof value === "object" && value !== null
        ? (value as Readonly<Record<string, unknown>>)[key]
        : undefined,
    inputs,
  );
}

/** A copy with another value at a path; `undefined` takes it away. */
export function replaced(inputs: object, path: Path, value: unknown): object {
  const copy = structuredClone(inputs);
  const parent = valueAt(copy, path.slice(0, -1));
  const key = path.at(-1);
  if (typeof parent !== "object" || parent === null || key === undefined) return copy;
  if (value !== undefined) Reflect.set(parent, key, value);
  else if (Array.isArray(parent)) parent.splice(Number(key), 1);
  else Reflect.deleteProperty(parent, key);
  return copy;
}

/** Paths of all values in the inputs. */
export function pathsOf(inputs: unknown, path: Path = []): Path[] {
  if (typeof inputs !== "object" || inputs === null || isUnknown(inputs)) return [];
  return Object.entries(inputs).flatMap(([key, value]) => {
    const here = [...path, key];
    return [here, ...pathsOf(value, here)];
  });
}

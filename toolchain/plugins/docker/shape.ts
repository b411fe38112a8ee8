import { UNKNOWN, isMap } from "../base/resource";
import type { Properties, PropertyValue } from "../base/resource";

/** Called for everything that does not fit: where it is and what was expected. */
export type Report = (path: string, reason: string) => void;

/** What a value has to look like; decoding gives it a type. Unknown values fit everything and decode to nothing. */
export interface Shape<T> {
  decode(value: PropertyValue | undefined, path: string, report: Report): T | undefined;
}

/** The type that a shape decodes to. */
export type TypeOf<S> = S extends Shape<infer T> ? T : never;

/** An input that the type declaration of the official SDK has and that is refused here, with the reason. */
export interface Refused {
  readonly refused: string;
}

interface Needed<T> extends Shape<T> {
  readonly needed: true;
}

type Field = Shape<unknown> | Refused;
type Fields = Record<string, Field>;
type NeededKeys<F extends Fields> = {
  [K in keyof F]: F[K] extends { needed: true } ? K : never;
}[keyof F];
type OptionalKeys<F extends Fields> = {
  [K in keyof F]: F[K] extends { needed: true } | Refused ? never : K;
}[keyof F];

/** What an object with these fields decodes to: needed ones are there, others may be absent. */
export type ObjectOf<F extends Fields> = { readonly [K in NeededKeys<F>]: TypeOf<F[K]> } & {
  readonly [K in OptionalKeys<F>]?: TypeOf<F[K]>;
};

/** Text; numbers and booleans are turned into text, as the official plugin does. */
export const text: Shape<string> = {
  decode(value, path, report) {
    if (typeof value === "string") return value;
    if (typeof value === "number" || typeof value === "boolean") return String(value);
    mismatch(value, path, "text", report);
    return undefined;
  },
};

/** True or false; the words are accepted too. */
export const flag: Shape<boolean> = {
  decode(value, path, report) {
    if (typeof value === "boolean") return value;
    if (value === "true" || value === "false") return value === "true";
    mismatch(value, path, "true or false", report);
    return undefined;
  },
};

/**
 * A whole number; digits in a text are accepted too.
 * @param min Smallest accepted value.
 * @param max Largest accepted value.
 */
export function whole(min = Number.MIN_SAFE_INTEGER, max = Number.MAX_SAFE_INTEGER): Shape<number> {
  return {
    decode(value, path, report) {
      const number = typeof value === "string" && /^-?\d+$/.test(value) ? Number(value) : value;
      if (typeof number !== "number") {
        mismatch(value, path, "a whole number", report);
        return undefined;
      }
      if (!Number.isInteger(number) || number < min || number > max) {
        report(path, `expected a whole number from ${min} to ${max}, got ${number}`);
        return undefined;
      }
      return number;
    },
  };
}

/** One of several words. */
export function oneOf<const W extends string>(...words: readonly W[]): Shape<W> {
  return {
    decode(value, path, report) {
      const found = words.find((word) => word === value);
      if (found !== undefined) return found;
      const expected = `one of ${words.map((word) => `"${word}"`).join(", ")}`;
      if (typeof value !== "string") {
        mismatch(value, path, expected, report);
        return undefined;
      }
      report(path, `expected ${expected}, got "${value}"`);
      return undefined;
    },
  };
}

/** Text that has to match a pattern; `expected` names it for people. */
export function matching(pattern: RegExp, expected: string): Shape<string> {
  return {
    decode(value, path, report) {
      const decoded = text.decode(value, path, report);
      if (decoded === undefined || pattern.test(decoded)) return decoded;
      report(path, `expected ${expected}`);
      return undefined;
    },
  };
}

/** A list of values of one shape. */
export function list<T>(item: Shape<T>): Shape<readonly T[]> {
  return {
    decode(value, path, report) {
      if (!Array.isArray(value)) {
        mismatch(value, path, "a list", report);
        return undefined;
      }
      const items = value.map((element, index) =>
        item.decode(element, `${path}[${index}]`, report),
      );
      return items.filter((element): element is Awaited<T> & T => element !== undefined);
    },
  };
}

/** Values of one shape by free names. */
export function mapOf<T>(item: Shape<T>): Shape<Readonly<Record<string, T>>> {
  return {
    decode(value, path, report) {
      if (!isMap(value)) {
        mismatch(value, path, "a map", report);
        return undefined;
      }
      const result: Record<string, T> = {};
      for (const [key, element] of Object.entries(value)) {
        if (key === "__defaults") continue;
        const decoded = item.decode(element, `${path}.${key}`, report);
        if (decoded !== undefined) result[key] = decoded;
      }
      return result;
    },
  };
}

/** Marks a field that has to be given. */
export function needed<T>(shape: Shape<T>): Needed<T> {
  return { needed: true, decode: shape.decode.bind(shape) };
}

/** Marks a field that exists officially and is refused by name here. */
export function refused(reason: string): Refused {
  return { refused: reason };
}

/** An object with exactly these fields. */
export function object<F extends Fields>(fields: F): Shape<ObjectOf<F>> {
  return {
    decode(value, path, report) {
      if (!isMap(value)) {
        mismatch(value, path, "an object", report);
        return undefined;
      }
      const at = (key: string): string => (path === "" ? key : `${path}.${key}`);
      const result: Record<string, unknown> = {};
      for (const [key, element] of Object.entries(value)) {
        const field = fields[key];
        if (element === null || key === "__defaults") continue;
        if (field === undefined) report(at(key), unknownField(Object.keys(fields)));
        else if ("refused" in field) report(at(key), `is not supported: ${field.refused}`);
        else result[key] = field.decode(element, at(key), report);
      }
      for (const [key, field] of Object.entries(fields)) {
        const given = value[key];
        if ("needed" in field && (given === undefined || given === null)) {
          report(at(key), "is required and missing");
        }
      }
      return result as ObjectOf<F>;
    },
  };
}

/**
 * Decodes what a check has already accepted.
 * @throws Error that names the first thing that does not fit, because then state and code disagree.
 */
export function decode<T>(shape: Shape<T>, value: Properties): T {
  const problems: string[] = [];
  const decoded = shape.decode(value, "", (path, reason) => problems.push(`${path} ${reason}`));
  if (decoded === undefined || problems.length > 0) {
    throw new Error(`The inputs cannot be used: ${problems.join("; ")}.`);
  }
  return decoded;
}

function unknownField(known: readonly string[]): string {
  return `is not an input of this type: expected one of ${known.join(", ")}`;
}

function mismatch(
  value: PropertyValue | undefined,
  path: string,
  expected: string,
  report: Report,
): void {
  if (value === UNKNOWN) return;
  const nothing = value === null || value === undefined;
  const kind = nothing ? "nothing" : Array.isArray(value) ? "a list" : `a ${typeof value}`;
  report(path, `expected ${expected}, got ${kind}`);
}

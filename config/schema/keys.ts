import { z } from "zod";
import type { Problem } from "../errors";
import { found } from "./found";
import { type Path, spell } from "./path";
import { core, nameRules } from "./shape";
import { suggestion } from "./suggest";

/**
 * Every key that a schema does not know, at any depth, whatever else is wrong there. Zod would name
 * them without the nearest known one, and drop a key called `__proto__` without a word.
 */
export function keyProblems(schema: z.core.$ZodType, value: unknown, path: Path): Problem[] {
  const inner = core(schema);
  if (inner instanceof z.ZodArray && Array.isArray(value)) {
    return value.flatMap((item: unknown, index) =>
      keyProblems(inner.element, item, [...path, index]),
    );
  }
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    return [];
  }
  const entries = Object.entries(value);
  if (inner instanceof z.ZodObject) {
    return entries.flatMap(([key, item]) => objectKey(inner, key, item, path));
  }
  if (inner instanceof z.ZodRecord) {
    return entries.flatMap(([key, item]) => recordKey(inner, key, item, path));
  }
  return [];
}

function objectKey(object: z.ZodObject, key: string, value: unknown, path: Path): Problem[] {
  const shape = new Map<string, z.core.$ZodType>(Object.entries(object.shape));
  const known = [...shape.keys()];
  const schema = shape.get(key);
  if (schema === undefined) {
    return [{ path: spell([...path, key]), message: `unknown key; ${suggestion(key, known)}` }];
  }
  return keyProblems(schema, value, [...path, key]);
}

function recordKey(record: z.ZodRecord, key: string, value: unknown, path: Path): Problem[] {
  const rule = nameRules.get(record);
  const here = [...path, key];
  const own =
    rule === undefined || rule.pattern.test(key)
      ? []
      : [{ path: spell(here), message: `expected ${rule.expected}, found ${found(key)}` }];
  return [...own, ...keyProblems(record.valueType, value, here)];
}

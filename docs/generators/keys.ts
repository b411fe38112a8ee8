import { z } from "zod";
import { type About, core, expectations, nameRules, reference } from "../../config/schema";

/** One key of the configuration, as the reference shows it. */
export interface KeyRow {
  /** Below the namespace; names that the operator chooses are in angle brackets, and [] stands for each entry of a list. */
  readonly path: string;
  readonly type: string;
  readonly about: About;
}

/** Every key below a schema, a mapping before what it holds, in the order of the schema. */
export function keyRows(schema: z.core.$ZodType, path = ""): KeyRow[] {
  const inner = core(schema);
  if (inner instanceof z.ZodObject) {
    const shape: Readonly<Record<string, z.core.$ZodType>> = inner.shape;
    return Object.entries(shape).flatMap(([key, value]) => {
      const here = path === "" ? key : `${path}.${key}`;
      return [row(value, here), ...keyRows(value, here)];
    });
  }
  if (inner instanceof z.ZodArray) return keyRows(inner.element, `${path}[]`);
  return inner instanceof z.ZodRecord
    ? keyRows(inner.valueType, `${path}.<${nameRules.get(inner)?.by ?? "name"}>`)
    : [];
}

function row(schema: z.core.$ZodType, path: string): KeyRow {
  const about = reference.get(schema);
  if (about === undefined) {
    throw new Error(`config/schema: the key ${path} is not described; wrap it in about()`);
  }
  return { path, type: typeOf(core(schema), path), about };
}

function typeOf(schema: z.core.$ZodType, path: string): string {
  const expected = expectations.get(schema)?.expected;
  if (expected === undefined) {
    throw new Error(
      `config/schema: what ${path} accepts is not said; make it with a leaf or shape`,
    );
  }
  if (schema instanceof z.ZodObject) {
    return "a mapping";
  }
  if (schema instanceof z.ZodRecord) {
    return `${expected}${each(core(schema.valueType))}`;
  }
  return schema instanceof z.ZodArray ? `${expected}${each(core(schema.element))}` : expected;
}

function each(schema: z.core.$ZodType): string {
  const expected = schema instanceof z.ZodObject ? undefined : expectations.get(schema)?.expected;
  return expected === undefined ? "" : `, each ${expected}`;
}

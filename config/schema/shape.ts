import { z } from "zod";
import { complaint, expectations } from "./leaf";

/** Form of the names in a mapping whose keys the operator chooses. */
export interface NameRule {
  readonly pattern: RegExp;
  /** Completes "expected …". */
  readonly expected: string;
  /** Completes "a mapping by …". */
  readonly by: string;
}

/** The rule for the names of each mapping made with `mapOf`. */
export const nameRules = z.registry<NameRule>();

/** A mapping with fixed keys; any other key is an error. */
export function section<T extends z.core.$ZodLooseShape>(shape: T): z.ZodObject<T, z.core.$strict> {
  const expected = `a mapping with ${Object.keys(shape).join(", ")}`;
  return z
    .strictObject(shape, { error: complaint({ expected }) })
    .register(expectations, { expected });
}

/** A mapping whose keys the operator chooses. */
export function mapOf<T extends z.core.$ZodType>(
  names: NameRule,
  value: T,
): z.ZodRecord<z.ZodString, T> {
  const expected = `a mapping by ${names.by}`;
  return z
    .record(z.string(), value, { error: complaint({ expected }) })
    .meta({ propertyNames: { pattern: names.pattern.source } })
    .register(nameRules, names)
    .register(expectations, { expected });
}

/** A list; an empty one is allowed. */
export function listOf<T extends z.core.$ZodType>(item: T, of: string): z.ZodArray<T> {
  const expected = `a list of ${of}`;
  return z.array(item, { error: complaint({ expected }) }).register(expectations, { expected });
}

/** A value that may be left out, and is then undefined for `resolve` to fill from the tier. */
export function maybe<T extends z.ZodType>(
  schema: T,
): z.ZodPipe<z.ZodOptional<T>, z.ZodTransform<z.output<T> | undefined, z.output<T> | undefined>> {
  return schema.optional().transform((value) => value);
}

/** The schema below optional, default and transform wrappers: the one that says what is accepted. */
export function core(schema: z.core.$ZodType): z.core.$ZodType {
  if (schema instanceof z.ZodOptional || schema instanceof z.ZodDefault) {
    return core(schema.unwrap());
  }
  return schema instanceof z.ZodPipe ? core(schema.in) : schema;
}

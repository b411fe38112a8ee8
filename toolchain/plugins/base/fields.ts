import { formatPath } from "./paths";
import type { CheckFailure } from "./resource";
import { type Properties, type PropertyValue, UNKNOWN, hasUnknown, isMap } from "./values";

/** What one input must look like. */
export interface Field {
  /** `texts` is a list of text, `textMap` a map of text, `list` a list of anything. */
  readonly type: "text" | "integer" | "boolean" | "texts" | "textMap" | "list";
  /** Whether a resource without it is refused. */
  readonly required?: boolean;
  /** Smallest allowed integer. */
  readonly min?: number;
  /** The only texts allowed. */
  readonly oneOf?: readonly string[];
}

/** Checks inputs against their fields; what is not known yet passes. */
export function checkFields(
  fields: Readonly<Record<string, Field>>,
  inputs: Properties,
): CheckFailure[] {
  return Object.entries(fields).flatMap(([name, field]) => {
    const value = inputs[name];
    const problem = value === undefined ? missing(field) : mismatch(field, value);
    return problem === undefined
      ? []
      : [{ property: formatPath([name]), reason: `${name} ${problem}` }];
  });
}

function missing(field: Field): string | undefined {
  return field.required ? "is required" : undefined;
}

function mismatch(field: Field, value: PropertyValue): string | undefined {
  if (value === UNKNOWN) return undefined;
  switch (field.type) {
    case "text":
      if (typeof value !== "string") return `must be text, not ${kind(value)}`;
      if (field.oneOf && !field.oneOf.includes(value))
        return `must be one of ${field.oneOf.join(", ")}`;
      return undefined;
    case "integer":
      if (typeof value !== "number" || !Number.isInteger(value)) {
        return `must be a whole number, not ${typeof value === "number" ? value : kind(value)}`;
      }
      if (field.min !== undefined && value < field.min)
        return `must be at least ${field.min}, not ${value}`;
      return undefined;
    case "boolean":
      return typeof value === "boolean" ? undefined : `must be true or false, not ${kind(value)}`;
    case "texts":
      return Array.isArray(value) && value.every(isText) ? undefined : "must be a list of text";
    case "textMap":
      return isMap(value) && Object.values(value).every(isText)
        ? undefined
        : "must be a map of text";
    case "list":
      return Array.isArray(value) ? undefined : `must be a list, not ${kind(value)}`;
  }
}

function isText(value: PropertyValue): boolean {
  return typeof value === "string" || hasUnknown(value);
}

function kind(value: PropertyValue): string {
  if (Array.isArray(value)) return "a list";
  return isMap(value) ? "a map" : `a ${typeof value}`;
}

/** An input as a number; 0 where it is absent (checked inputs hold nothing else). */
export function numberOf(inputs: Properties, name: string): number {
  const value = inputs[name];
  return typeof value === "number" ? value : 0;
}

/** An input as text; undefined where it is absent. */
export function textOf(inputs: Properties, name: string): string | undefined {
  const value = inputs[name];
  return typeof value === "string" ? value : undefined;
}

/** An input as a list of text; undefined where it is absent. */
export function textsOf(inputs: Properties, name: string): string[] | undefined {
  const value = inputs[name];
  return Array.isArray(value) ? value.filter((item) => typeof item === "string") : undefined;
}

/** An input as a map of text; empty where it is absent. */
export function textMapOf(inputs: Properties, name: string): Record<string, string> {
  const value = inputs[name];
  const texts: Record<string, string> = {};
  for (const [key, inner] of isMap(value) ? Object.entries(value) : []) {
    if (typeof inner === "string") texts[key] = inner;
  }
  return texts;
}

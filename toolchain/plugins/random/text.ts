import type { Properties } from "../base/resource";
import { type Field, numberOf, textOf } from "../base/fields";
import { type Source, pick, shuffled } from "./source";

const LOWER = "abcdefghijklmnopqrstuvwxyz";
const UPPER = LOWER.toUpperCase();
const NUMERIC = "0123456789";
// The official plugin's list.
const SPECIAL = "!@#$%&*()-_=+[]{}<>:?";

/** The inputs that RandomPassword and RandomString share. */
export const TEXT_FIELDS: Readonly<Record<string, Field>> = {
  length: { type: "integer", required: true, min: 1 },
  lower: { type: "boolean" },
  upper: { type: "boolean" },
  numeric: { type: "boolean" },
  number: { type: "boolean" },
  special: { type: "boolean" },
  overrideSpecial: { type: "text" },
  minLower: { type: "integer", min: 0 },
  minUpper: { type: "integer", min: 0 },
  minNumeric: { type: "integer", min: 0 },
  minSpecial: { type: "integer", min: 0 },
};

/** What the official plugin fills in. */
export const TEXT_DEFAULTS: Properties = {
  lower: true,
  upper: true,
  numeric: true,
  number: true,
  special: true,
  minLower: 0,
  minUpper: 0,
  minNumeric: 0,
  minSpecial: 0,
};

/** `number` is the old name of `numeric`: either one sets both. */
export function withBothNames(inputs: Properties): Properties {
  const value = inputs.numeric ?? inputs.number;
  return value === undefined ? inputs : { numeric: value, number: value, ...inputs };
}

/** Rules between the inputs. */
export function textRules(inputs: Properties): { property: string; reason: string }[] {
  const failures = [];
  const least = sum(inputs);
  if (numberOf(inputs, "length") < least) {
    failures.push({
      property: "length",
      reason: `length must be at least ${least}, the sum of minUpper, minLower, minNumeric and minSpecial, not ${numberOf(inputs, "length")}`,
    });
  }
  if (inputs.numeric !== inputs.number) {
    failures.push({
      property: "number",
      reason: "number is the old name of numeric: give one of them, or the same value for both",
    });
  }
  if (!["lower", "upper", "numeric", "special"].some((name) => inputs[name] === true)) {
    failures.push({
      property: "",
      reason:
        "at least one of lower, upper, numeric and special must be true, otherwise no character is left",
    });
  }
  return failures;
}

/** Draws a text: first what the minima demand, then the rest from every allowed character, then mixed. */
export function drawText(source: Source, inputs: Properties): string {
  // Code points, so that a special character outside of ASCII stays whole.
  const override = textOf(inputs, "overrideSpecial") ?? "";
  const special = Array.from(override === "" ? SPECIAL : override);
  const classes = [
    { characters: Array.from(LOWER), allowed: inputs.lower, least: numberOf(inputs, "minLower") },
    { characters: Array.from(UPPER), allowed: inputs.upper, least: numberOf(inputs, "minUpper") },
    {
      characters: Array.from(NUMERIC),
      allowed: inputs.numeric,
      least: numberOf(inputs, "minNumeric"),
    },
    { characters: special, allowed: inputs.special, least: numberOf(inputs, "minSpecial") },
  ];
  const drawn = classes.flatMap(({ characters, least }) =>
    Array.from({ length: least }, () => pick(source, characters)),
  );
  const all = classes.flatMap(({ characters, allowed }) => (allowed === true ? characters : []));
  while (drawn.length < numberOf(inputs, "length")) drawn.push(pick(source, all));
  return shuffled(source, drawn).join("");
}

function sum(inputs: Properties): number {
  return ["minLower", "minUpper", "minNumeric", "minSpecial"]
    .map((name) => numberOf(inputs, name))
    .reduce((total, value) => total + value, 0);
}

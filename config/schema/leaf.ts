import { z } from "zod";
import { found } from "./found";

/** What a schema accepts, in words: the same text in error messages and in the reference. */
export const expectations = z.registry<{ readonly expected: string }>();

/** Looks at a refused value and says what to write instead; undefined when there is no better word. */
export type Advice = (value: unknown) => string | undefined;

/** What every kind of value is declared with. */
export interface Expectation {
  /** Completes "expected …". */
  readonly expected: string;
  readonly advice?: Advice;
}

/** The one wording of a refused value. */
export function complaint({ expected, advice }: Expectation): z.core.$ZodErrorMap {
  return ({ input }) => {
    if (input === undefined) {
      return `missing; expected ${expected}`;
    }
    const better = advice?.(input);
    return `expected ${expected}, found ${found(input)}${better === undefined ? "" : `; ${better}`}`;
  };
}

/** A text of a fixed form; `accepts` adds what a regular expression cannot say. */
export function text(
  options: Expectation & {
    readonly pattern: RegExp;
    readonly accepts?: (value: string) => boolean;
  },
): z.ZodString {
  const error = complaint({ advice: options.advice ?? writeInQuotes, expected: options.expected });
  const schema = z.string({ error }).regex(options.pattern, { error, abort: true });
  const { accepts } = options;
  const whole = accepts === undefined ? schema : schema.refine(accepts, { error });
  return whole.register(expectations, { expected: options.expected });
}

/** A whole number between two bounds, both allowed. */
export function integer(
  options: Expectation & { readonly minimum: number; readonly maximum: number },
): z.ZodInt {
  const error = complaint({
    advice: options.advice ?? writeWithoutQuotes,
    expected: options.expected,
  });
  return z
    .int({ error })
    .min(options.minimum, { error })
    .max(options.maximum, { error })
    .register(expectations, { expected: options.expected });
}

/** One of a few words. */
export function choice<const T extends readonly [string, ...string[]]>(
  values: T,
): z.ZodEnum<{ [K in T[number]]: K }> {
  const expected = values.join(values.length === 2 ? " or " : ", ").replace(/, ([^,]*)$/, " or $1");
  return z.enum(values, { error: complaint({ expected }) }).register(expectations, { expected });
}

/** `true` or `false`. */
export function flag(): z.ZodBoolean {
  const expected = "true or false";
  const advice: Advice = (value) =>
    value === "true" || value === "false" ? `write ${value} without quotes` : undefined;
  return z.boolean({ error: complaint({ expected, advice }) }).register(expectations, { expected });
}

/** YAML turns `1.0` into a number, which is no longer the text that was written. */
function writeInQuotes(value: unknown): string | undefined {
  return typeof value === "number" || typeof value === "boolean" ? "write it in quotes" : undefined;
}

function writeWithoutQuotes(value: unknown): string | undefined {
  return typeof value === "string" && /^\d+$/.test(value)
    ? `write ${Number(value)} without quotes`
    : undefined;
}

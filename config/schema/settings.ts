import { z } from "zod";
import { expectations } from "./leaf";
import { kindOf } from "./found";
import { mapOf } from "./shape";
import { settingText } from "./text";

const settingName = {
  pattern: /^[A-Za-z][A-Za-z0-9_-]{0,63}$/,
  expected: "a setting of the blueprint (a letter, then up to 63 letters, digits, _ and -)",
  by: "setting",
} as const;

const expected =
  "a text of at most 1024 characters on one line, without invisible ones, a number, or true or false";

// The value is never quoted: a setting may hold a password that belongs elsewhere.
const error: z.core.$ZodErrorMap = ({ input }) => `expected ${expected}, found ${kindOf(input)}`;

const setting = z
  .union([z.string().regex(settingText, { error }), z.number(), z.boolean()], { error })
  .register(expectations, { expected });

/** `settings` of an application; which names exist and what they mean is the blueprint's to say. */
export const settings = mapOf(settingName, setting).default({});

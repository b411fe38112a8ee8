import { hash } from "bcryptjs";
import { randomHandler } from "./handler";
import { cryptographic } from "./source";
import { TEXT_DEFAULTS, TEXT_FIELDS, drawText, textRules, withBothNames } from "./text";

// Go's bcrypt.DefaultCost, which the official plugin uses.
const COST = 10;

/** A secret text, with its bcrypt hash. */
export const randomPassword = randomHandler({
  fields: TEXT_FIELDS,
  defaults: TEXT_DEFAULTS,
  drawn: ["result", "bcryptHash"],
  secret: ["result", "bcryptHash"],
  normalise: withBothNames,
  rules: textRules,
  draw: async (inputs) => ({
    id: "none",
    outputs: await withHash(drawText(cryptographic, inputs)),
  }),
  // The value to take over is given as the import's id; the id in state is "none" all the same.
  adopt: async (value) => ({
    id: "none",
    inputs: { length: Array.from(value).length },
    outputs: await withHash(value),
  }),
});

/** A text that is not secret; for secrets there is RandomPassword. */
export const randomString = randomHandler({
  fields: TEXT_FIELDS,
  defaults: TEXT_DEFAULTS,
  drawn: ["result"],
  normalise: withBothNames,
  rules: textRules,
  draw: (inputs) => {
    const result = drawText(cryptographic, inputs);
    return { id: result, outputs: { result } };
  },
  adopt: (value) => ({
    id: value,
    inputs: { length: Array.from(value).length },
    outputs: { result: value },
  }),
});

async function withHash(result: string): Promise<{ result: string; bcryptHash: string }> {
  // bcrypt reads the first 72 bytes and no further; the official documentation says so too.
  return { result, bcryptHash: await hash(result, COST) };
}

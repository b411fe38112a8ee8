import { numberOf, textOf } from "../base/fields";
import { randomHandler } from "./handler";
import { ADJECTIVES, ADVERBS, ANIMALS } from "./pet-words";
import { cryptographic, pick } from "./source";

/** A name for people to remember: adverbs, an adjective, an animal. */
export const randomPet = randomHandler({
  fields: {
    length: { type: "integer", min: 1 },
    prefix: { type: "text" },
    separator: { type: "text" },
  },
  defaults: { length: 2, separator: "-" },
  drawn: [],
  draw: (inputs) => {
    const length = numberOf(inputs, "length");
    const words = Array.from({ length: Math.max(0, length - 2) }, () =>
      pick(cryptographic, ADVERBS),
    );
    if (length > 1) words.push(pick(cryptographic, ADJECTIVES));
    words.push(pick(cryptographic, ANIMALS));
    const prefix = textOf(inputs, "prefix") ?? "";
    if (prefix !== "") words.unshift(prefix);
    return { id: words.join(textOf(inputs, "separator")), outputs: {} };
  },
});

import type { Properties } from "../base/resource";
import { numberOf, textOf, textsOf } from "../base/fields";
import { randomHandler } from "./handler";
import { type Source, between, cryptographic, seeded, shuffled } from "./source";

/** A whole number in a closed range. */
export const randomInteger = randomHandler({
  fields: {
    min: { type: "integer", required: true },
    max: { type: "integer", required: true },
    seed: { type: "text" },
  },
  drawn: ["result"],
  rules: (inputs) => {
    const [min, max] = [numberOf(inputs, "min"), numberOf(inputs, "max")];
    return min <= max
      ? []
      : [{ property: "min", reason: `min must not be above max, but ${min} > ${max}` }];
  },
  draw: (inputs) => {
    const result = between(sourceOf(inputs), numberOf(inputs, "min"), numberOf(inputs, "max"));
    return { id: String(result), outputs: { result } };
  },
  adopt: (id) => {
    const [result, min, max, ...seed] = id.split(",");
    const numbers = [result, min, max].map((text) =>
      /^-?\d+$/.test(text ?? "") ? Number(text) : NaN,
    );
    if (seed.length > 1 || !numbers.every(Number.isSafeInteger)) {
      throw new Error(
        `"${id}" cannot be imported: write result,min,max or result,min,max,seed, for example 15,1,50`,
      );
    }
    const inputs = {
      min: numbers[1] ?? 0,
      max: numbers[2] ?? 0,
      ...(seed[0] && { seed: seed[0] }),
    };
    return { id: String(numbers[0]), inputs, outputs: { result: numbers[0] ?? 0 } };
  },
});

/** A list in random order, cut or repeated to `resultCount`. */
export const randomShuffle = randomHandler({
  fields: {
    inputs: { type: "texts", required: true },
    resultCount: { type: "integer", min: 0 },
    seed: { type: "text" },
  },
  drawn: ["results"],
  draw: (inputs) => {
    const items = textsOf(inputs, "inputs") ?? [];
    // 0 means "all", as officially.
    const wanted = numberOf(inputs, "resultCount") || items.length;
    const source = sourceOf(inputs);
    const results: string[] = [];
    // Every item once before any item a second time.
    while (items.length > 0 && results.length < wanted) results.push(...shuffled(source, items));
    return { id: "-", outputs: { results: results.slice(0, wanted) } };
  },
});

function sourceOf(inputs: Properties): Source {
  const seed = textOf(inputs, "seed") ?? "";
  return seed !== "" ? seeded(seed) : cryptographic;
}

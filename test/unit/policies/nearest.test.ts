import assert from "node:assert/strict";

import { nearest } from "../../../policies/shared/nearest";

const names = ["require-cpu-limit", "require-memory-limit", "disallow-privileged", "ab"];

describe("the nearest name", () => {
  for (const [what, given, meant] of [
    ["a letter too many", "require-memory-limits", "require-memory-limit"],
    ["letters left out", "requre-memry-limit", "require-memory-limit"],
    ["wrong letters", "disallou-priwileged", "disallow-privileged"],
    ["the nearest of two that are near", "require-cp-limit", "require-cpu-limit"],
    ["the very name", "disallow-privileged", "disallow-privileged"],
    ["a third of a long name", "disallow-privi", "disallow-privileged"],
    ["two slips in a short name", "xy", "ab"],
    ["more than a third", "disallow-pri", undefined],
    ["three slips in a short name", "xyz", undefined],
    ["another word", "something-else-altogether", undefined],
  ] as const) {
    it(`is found or not: ${what}`, () => {
      assert.equal(nearest(given, names), meant);
    });
  }

  it("is not looked for where the text is endless", () => {
    const long = "a".repeat(65);
    assert.equal(nearest(long, [long]), undefined);
    assert.equal(nearest(long.slice(1), [long]), long);
  });

  it("is none where there are no names", () => {
    assert.equal(nearest("require-cpu-limit", []), undefined);
  });
});

import assert from "node:assert/strict";

import { splitWords } from "../../../toolchain/language-host/program/words";

describe("splitWords", () => {
  const cases: readonly (readonly [string, readonly string[]])[] = [
    ["", []],
    ["  ", []],
    ["--require ./register.cjs", ["--require", "./register.cjs"]],
    [" a\tb  c ", ["a", "b", "c"]],
    ["--title='two words'", ["--title=two words"]],
    ['--title="two \\"words\\""', ['--title=two "words"']],
    ["two\\ words", ["two words"]],
    ["''", [""]],
    ["'$HOME' \"a'b\"", ["$HOME", "a'b"]],
  ];
  for (const [line, words] of cases) {
    it(`splits ${JSON.stringify(line)}`, () => {
      assert.deepEqual(splitWords(line, "nodeargs"), words);
    });
  }

  it("refuses a quote that is not closed and names its place", () => {
    assert.throws(
      () => splitWords("--title='two", "nodeargs"),
      /nodeargs has a quote that is not closed/,
    );
  });
});

import assert from "node:assert/strict";
import { globExpression } from "../../../toolchain/plugins/command/globs";
import { cryptographic, pick, seeded, shuffled } from "../../../toolchain/plugins/random/source";
import { TEXT_DEFAULTS, drawText, textRules } from "../../../toolchain/plugins/random/text";

describe("drawing text", () => {
  it("honours every minimum at once, with no character left over", () => {
    const inputs = {
      ...TEXT_DEFAULTS,
      length: 10,
      minLower: 1,
      minUpper: 2,
      minNumeric: 3,
      minSpecial: 4,
    };
    for (let round = 0; round < 200; round += 1) {
      const text = drawText(cryptographic, inputs);
      const counts = [/[a-z]/g, /[A-Z]/g, /[0-9]/g, /[^a-zA-Z0-9]/g].map(
        (kind) => text.match(kind)?.length,
      );
      assert.deepEqual(counts, [1, 2, 3, 4], text);
    }
  });

  it("mixes the positions, so that a minimum does not always stand first", () => {
    const inputs = {
      ...TEXT_DEFAULTS,
      upper: false,
      numeric: false,
      special: false,
      length: 12,
      minUpper: 1,
    };
    const positions = new Set(
      Array.from({ length: 400 }, () => drawText(cryptographic, inputs).search(/[A-Z]/)),
    );
    assert.equal(positions.size, 12);
  });

  it("uses only the given special characters, also outside of ASCII", () => {
    const inputs = {
      ...TEXT_DEFAULTS,
      lower: false,
      upper: false,
      numeric: false,
      overrideSpecial: "é€😀",
      length: 50,
    };
    assert.match(drawText(cryptographic, inputs), /^[é€😀]{50}$/u);
  });

  it("uses every allowed character about equally often", () => {
    const inputs = { ...TEXT_DEFAULTS, upper: false, lower: false, special: false, length: 20000 };
    const text = drawText(cryptographic, inputs);
    for (const digit of "0123456789") {
      const share = (text.split(digit).length - 1) / text.length;
      // 9 standard deviations around one tenth: fails once in 10^18 runs unless the draw is biased.
      assert.ok(Math.abs(share - 0.1) < 0.019, `${digit}: ${share}`);
    }
  });

  it("refuses inputs that cannot be fulfilled, all of them at once", () => {
    const inputs = { ...TEXT_DEFAULTS, length: 2, minLower: 3, number: false };
    assert.deepEqual(
      textRules(inputs).map((failure) => failure.property),
      ["length", "number"],
    );
  });
});

describe("sources of chance", () => {
  it("give the same numbers for the same seed and others for another", () => {
    const draw = (seed: string): number[] => {
      const source = seeded(seed);
      return Array.from({ length: 8 }, () => source(1000));
    };
    assert.deepEqual(draw("a"), draw("a"));
    assert.notDeepEqual(draw("a"), draw("b"));
  });

  it("reach every order of a small list", () => {
    const orders = new Set(
      Array.from({ length: 400 }, () => shuffled(cryptographic, [1, 2, 3]).join("")),
    );
    assert.equal(orders.size, 6);
  });

  it("refuse to pick from nothing", () => {
    assert.throws(() => pick(() => 0, []), RangeError);
  });
});

describe("globs of the command plugin", () => {
  const cases: [string, string, boolean][] = [
    ["assets/**", "assets/logos/logo.svg", true],
    ["src/**.js", "src/a/index.js", true],
    ["**secret.*", "src/secret.js", true],
    ["*.txt", "a/b.txt", false],
    ["*.txt", "b.txt", true],
    ["a?c.[ch]", "abc.h", true],
    ["[!a]*", "abc", false],
    ["{a,b}.txt", "b.txt", true],
    ["{a,b}.txt", "c.txt", false],
    ["a.b", "axb", false],
    ["\\*", "*", true],
  ];
  for (const [pattern, file, expected] of cases) {
    it(`${pattern} ${expected ? "takes" : "leaves"} ${file}`, () => {
      assert.equal(globExpression(pattern).test(file), expected);
    });
  }
});

import assert from "node:assert/strict";
import path from "node:path";

import { mutantsOf } from "../../mutation/mutants";
import { withoutAlternatives } from "../../mutation/regex";
import { mutate, type Result } from "../../mutation/runner";
import { container } from "./support/resources";
import type { Samples } from "./support/samples";

const name = "restrict-user";
const source = `
import { containerPolicy } from "../../shared/policy";

const refused = ["root", "0"];

export const restrictUser = containerPolicy(
  { name: "${name}", description: "", severity: "low", anchor: "", remediation: "" },
  ({ inputs, report }) => {
    if (refused.includes(inputs.user ?? "") || /^0:/.test(inputs.user ?? "")) report("is refused");
  },
);
`;
const strong: Samples = {
  levels: "M M M M",
  compliant: { "another user": container({ user: "10:0" }) },
  violating: {
    root: [container({ user: "root" }), /is refused/],
    "its number": [container({ user: "0" }), /is refused/],
    "its number with a group": [container({ user: "0:0" }), /is refused/],
  },
};
const { root } = strong.violating;
const weak: Samples = { ...strong, violating: root ? { root } : {} };

function run(samples: Samples, text = source): Result {
  const file = path.resolve(__dirname, "../../../policies/docker/container", `${name}.ts`);
  return mutate({ name, file, source: text, samples, others: [] });
}

describe("the mutation check", () => {
  it("finds no survivor where the samples show every condition", () => {
    const { mutants, survivors } = run(strong);
    assert.deepEqual(survivors, []);
    assert.equal(mutants, 10);
  });

  it("names the line and the change that weak samples do not notice", () => {
    const changes = run(weak).survivors.map(({ line, change }) => `${line}: ${change}`);
    assert.deepEqual(changes, [
      '4: without the entry "0"',
      '9: without /^0:/.test(inputs.user ?? "")',
      "9: /^0:/ matches nothing",
    ]);
  });

  it("leaves out a line that says why its mutants are equivalent", () => {
    const excused = source.replace("const refused", "// Equivalent when mutated: x\nconst refused");
    assert.equal(run(weak, excused).survivors.length, 2);
    assert.equal(run(weak, excused).mutants, 8);
  });

  it("does not begin where the samples fail already", () => {
    const wrong = source.replace("is refused", "is wrong");
    assert.throws(() => run(strong, wrong), /restrict-user fails its samples without a mutation/);
  });

  for (const [what, text, changed] of [
    ["negates a condition", "if (a) b();", "if (!(a)) b();"],
    ["negates the condition of an expression", "x = a ? 1 : 2;", "x = !(a) ? 1 : 2;"],
    ["takes an operand away", "x = a && b;", "x = a;"],
    ["moves a limit", "x = a > 5;", "x = a >= 5;"],
    ["turns a comparison round", "x = a > 5;", "x = a <= 5;"],
    ["makes a threshold larger", "const limit = 24;", "const limit = 25;"],
    ["makes a threshold smaller", "x = a < 24;", "x = a < 23;"],
    ["drops an entry of a list", "const x = [a, b];", "const x = [b];"],
    ["drops an entry of a table", "const x = { a: 1, b: 2 };", "const x = {b: 2};"],
    ["empties a pattern", "x = /a|b/i;", "x = /(?!)/;"],
    ["drops an alternative", "x = /a|b/i;", "x = /b/i;"],
    ["minds capitals", "x = /a|b/i;", "x = /a|b/;"],
    ["leaves a call out", "report(a);", ";"],
    ["goes on", "function f() { return; }", "function f() { ; }"],
    ["gives another answer", "function f() { return true; }", "function f() { return false; }"],
    ["gives another fallback", "known(f, true);", "known(f, false);"],
    ["takes a ! away", "x = !a;", "x = a;"],
    ["doubts a question", "find(a, (b) => b.test(c));", "find(a, (b) => !(b.test(c)));"],
    ["does not normalise", "x = a.trim();", "x = a;"],
    ["does not normalise an argument", "x = posix.normalize(a);", "x = a;"],
    ["does not choose", "x = a.filter(f);", "x = a;"],
  ] as const) {
    it(what, () => {
      const sources = mutantsOf(text).map((mutant) => mutant.source);
      assert.ok(sources.includes(changed), sources.join("\n"));
      assert.ok(!sources.includes(text));
    });
  }

  it("leaves imports, types and descriptions as they are", () => {
    const text =
      'import { a } from "a"; type T = "x" | "y"; policy({ name: "n", tags: { a: 1 } });';
    assert.deepEqual(
      mutantsOf(text).map(({ change }) => change),
      ['without policy({ name: "n", tags: { a: 1 } });'],
    );
  });

  it("finds alternatives at any depth, and bars that are none", () => {
    assert.deepEqual(withoutAlternatives("a(?:b|c)|d"), ["a(?:c)|d", "a(?:b)|d", "d", "a(?:b|c)"]);
    assert.deepEqual(withoutAlternatives("[|]a\\|b"), []);
    assert.deepEqual(withoutAlternatives("(?<=a|b)"), ["(?<=b)", "(?<=a)"]);
  });
});

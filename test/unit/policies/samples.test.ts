import assert from "node:assert/strict";

import { readTable, tables } from "../../../policies/levels";
import { policies } from "../../../policies/pack";
import { checksOf } from "./support/checks";
import { sampled, samplesOf } from "./samples";

const letters = { disabled: "-", advisory: "A", mandatory: "M" } as const;

describe("the policies by their samples", () => {
  it("have a file of samples each, and no file is without its policy", () => {
    assert.deepEqual(sampled, policies.map(({ name }) => name).sort());
  });

  for (const policy of policies) {
    const samples = samplesOf(policy.name);
    if (samples === undefined) continue;
    describe(policy.name, () => {
      it("is as strict in each tier as its samples say", () => {
        const levels = tables.map((table) => readTable(table)[policy.name]?.level);
        const shown = levels.map((level) => (level === undefined ? "?" : letters[level]));
        assert.equal(shown.join(" "), samples.levels);
      });
      it("is shown something compliant and something violating", () => {
        assert.notDeepEqual(Object.keys(samples.compliant), []);
        assert.notDeepEqual(Object.keys(samples.violating), []);
      });
      for (const { title, run } of checksOf(policy, samples)) it(title, run);
    });
  }
});

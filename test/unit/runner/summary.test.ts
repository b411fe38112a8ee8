import assert from "node:assert/strict";
import { summary } from "../../runner/summary";

const outcome = (passes: number) => ({ passes, failed: [], skipped: [] });

describe("the end of a test run", () => {
  it("is one line when nothing failed, with the groups added up", () => {
    assert.equal(summary([outcome(2), outcome(3)]), "5 passed, 0 failed");
  });

  it("names what was skipped and what failed, with the first line of the reason, before the counts", () => {
    const bad = {
      passes: 1,
      failed: [{ title: "a proxy answers", reason: "expected 200\n\n+ 502\n- 200" }],
      skipped: ["the shell completes names"],
    };
    assert.deepEqual(summary([outcome(2), bad]).split("\n"), [
      "skipped: the shell completes names",
      "failed: a proxy answers: expected 200",
      "3 passed, 1 failed, 1 skipped",
    ]);
  });

  it("stays short when everything fails, and counts all of it", () => {
    const failed = Array.from({ length: 25 }, (_, i) => ({ title: `t${i}`, reason: "no engine" }));
    const lines = summary([{ passes: 0, failed, skipped: [] }]).split("\n");
    assert.equal(lines.length, 22);
    assert.equal(lines.at(-2), "failed: and 5 more");
    assert.equal(lines.at(-1), "0 passed, 25 failed");
  });
});

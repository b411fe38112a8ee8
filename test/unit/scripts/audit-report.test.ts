import assert from "node:assert/strict";

import { policies } from "../../../policies/pack";
import { notInState, reportAudit } from "../../../scripts/operator/audit-report";

const audited = { stack: "prod", table: "production", resources: 46 };

function violation(policy: string, level: string) {
  return { policy, level, severity: "high", message: 'container "x": is wrong', page: "p.md#x" };
}

describe("make audit", () => {
  it("says what is violated, the mandatory first, and counts in its last line", () => {
    const violations = [violation("require-a", "advisory"), violation("require-b", "mandatory")];
    const { lines, failed } = reportAudit(audited, { judged: true, violations });
    assert.deepEqual(lines, [
      'mandatory  require-b  container "x": is wrong (p.md#x)',
      'advisory   require-a  container "x": is wrong (p.md#x)',
      "Not judged, as states do not tell: require-delete-before-replace",
      "prod: 1 mandatory and 1 advisory violations in 46 resources (policies/config/production.json)",
    ]);
    assert.equal(failed, true);
  });

  it("does not fail for what is advisory, nor for what a state cannot tell", () => {
    for (const violations of [
      [],
      [violation("require-a", "advisory")],
      notInState.map((policy) => violation(policy, "mandatory")),
    ]) {
      const { failed, lines } = reportAudit(audited, { judged: true, violations });
      assert.equal(failed, false);
      assert.match(lines.at(-1) ?? "", /^prod: 0 mandatory/);
    }
  });

  it("fails when nothing was judged", () => {
    const { failed, lines } = reportAudit(audited, { judged: false, violations: [] });
    assert.equal(failed, true);
    assert.match(lines.join("\n"), /^The policies did not judge the stack "prod"/);
  });

  it("leaves out no policy that does not exist", () => {
    for (const name of notInState)
      assert.ok(
        policies.some((policy) => policy.name === name),
        name,
      );
  });
});

import assert from "node:assert/strict";

import { resolve } from "../../../config/resolve";
import type { StackConfig } from "../../../config/stack-config";
import { policies } from "../../../policies/pack";
import { setToday } from "../../../policies/shared/clock";
import { reportPolicies } from "../../../scripts/operator/policy-report";
import { imageLock } from "../../fixtures/image-lock";
import { development } from "../../fixtures/stack-config";

const reason = "the vendor's image has no limit";

function report(changes: Partial<StackConfig> = {}) {
  const config = { ...development, ...changes };
  return reportPolicies(resolve({ project: "palier", stack: "x", config, images: imageLock }));
}

function exemption(policy: string, resource: string, until: string) {
  return { policy, resource, until, reason };
}

describe("make policies", () => {
  before(() => {
    setToday("2026-06-01");
  });
  after(() => {
    setToday(undefined);
  });

  it("lists every policy with the level of the stack's tier", () => {
    const { lines, void: faulty } = report();
    assert.equal(lines[0], "Policies of the stack x (policies/config/development.json):");
    for (const { name } of policies)
      assert.equal(lines.filter((line) => line.split(/\s+/).includes(name)).length, 1, name);
    assert.match(lines.join("\n"), /^ {2}mandatory +disallow-privileged +critical$/m);
    assert.equal(lines.at(-1), "Exemptions: none");
    assert.equal(faulty, false);
  });

  it("lists exemptions with their last day and reason", () => {
    const { lines, void: faulty } = report({
      exemptions: [exemption("require-memory-limit", "copies-database", "2027-01-31")],
    });
    assert.equal(
      lines.at(-1),
      `  copies-database  require-memory-limit  until 2027-01-31: ${reason}`,
    );
    assert.equal(faulty, false);
  });

  it("says of an exemption that it does not count, and why", () => {
    const { lines, void: faulty } = report({
      exemptions: [
        exemption("require-memory-limit", "copies-web-1", "2026-05-31"),
        exemption("require-memory-limits", "proxy", "2026-12-31"),
      ],
    });
    assert.deepEqual(
      lines.slice(-2).map((line) => line.replace(/ {2,}/g, " ").trim()),
      [
        "proxy require-memory-limits DOES NOT COUNT: it names no policy of the pack",
        "copies-web-1 require-memory-limit DOES NOT COUNT: it has expired; remove the entry if the matter is settled, or give a new date and reason",
      ],
    );
    assert.equal(faulty, true);
  });
});

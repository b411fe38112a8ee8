import assert from "node:assert/strict";

import { judgeApproval, type Judgement, planHash, risksOf } from "../../../../release/migrations";
import type { MigrationApproval } from "../../../../spec/migrations";
import { approvalOf, harmless, planOf, risky } from "./plans";

const context = { stack: "prod", application: "copies" };
const image = `registry.example.org/copies@sha256:${"5".repeat(64)}`;
const plan = planOf(harmless, risky);
const good = approvalOf(planHash(plan), { acknowledged: risksOf(plan) });

/** The judgement of a plan with the given approvals, in a stack that asks for one. */
function judge(approvals: readonly MigrationApproval[], changes: Partial<Judgement> = {}) {
  return judgeApproval(context, {
    plan,
    migrations: { approvalRequired: true, approvals },
    image,
    used: new Set(),
    begun: false,
    now: new Date("2026-02-01T00:00:00Z"),
    ...changes,
  });
}

describe("pending migrations", () => {
  const allowed: readonly (readonly [string, string | undefined])[] = [
    ["with the approval of exactly this plan", judge([good])],
    ["with one good approval beside others", judge([approvalOf("sha256:0"), good])],
    [
      "approved by a clock that is some minutes ahead",
      judge([{ ...good, approvedAt: "2026-02-01T01:05:00+01:00" }]),
    ],
    [
      "of a stack that asks for no approval",
      judge([], { migrations: { approvalRequired: false, approvals: [] } }),
    ],
    ["of a new database", judge([], { plan: { ...plan, empty: true } })],
    ["of a database that a first release left when it failed", judge([], { begun: true })],
    ["that there are none of", judge([], { plan: planOf() })],
    [
      "without risks, approved without acknowledgement",
      judge([approvalOf(planHash(planOf(harmless)))], { plan: planOf(harmless) }),
    ],
  ];
  for (const [name, verdict] of allowed) {
    it(`${name} are allowed`, () => {
      assert.equal(verdict, undefined);
    });
  }

  const other = `sha256:${"a".repeat(64)}`;
  const refused: readonly (readonly [string, string | undefined, RegExp])[] = [
    [
      "without an approval",
      judge([]),
      new RegExp(`releases/copies/${"5".repeat(64)}\\.yaml does not exist`),
    ],
    [
      "approved in another form",
      judge([{ ...good, plan: other }]),
      new RegExp(
        `approves another plan \\(sha256:${"a".repeat(12)}\\) than the one that would run \\(${planHash(plan).slice(0, 19)}\\)`,
      ),
    ],
    [
      "with an approval that nobody has committed",
      judge([{ ...good, committed: false }]),
      /releases\/copies\/5\.yaml is not committed, and consent is kept in Git/,
    ],
    [
      "with an approval that was used",
      judge([good], { used: new Set([good.id]) }),
      /was used by an earlier release, and serves once/,
    ],
    [
      "approved in the future",
      judge([{ ...good, approvedAt: "2026-02-01T00:11:00Z" }]),
      /Ada approved at 2026-02-01T00:11:00Z, which cannot be/,
    ],
    [
      "approved before there was anything to approve",
      judge([{ ...good, approvedAt: "1970-01-01T00:00:00Z" }]),
      /cannot be/,
    ],
    ["approved at no time at all", judge([{ ...good, approvedAt: "soon" }]), /cannot be/],
    [
      "without one of the acknowledgements",
      judge([{ ...good, acknowledged: risksOf(plan).slice(1) }]),
      /does not acknowledge "exams\.0005_drop: Remove field mark from copy"\./,
    ],
  ];
  for (const [name, verdict, expected] of refused) {
    it(`${name} are refused in one line that says what to do`, () => {
      assert.match(verdict ?? "", expected);
      assert.match(
        verdict ?? "",
        /^copies has 2 pending migration\(s\), and the stack prod wants .*"make plan STACK=prod APP=copies".*"make approve STACK=prod APP=copies", commit the file, then try again\.$/,
      );
    });
  }
});

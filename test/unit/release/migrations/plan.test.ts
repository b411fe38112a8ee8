import assert from "node:assert/strict";

import { describePlan, planHash, risksOf } from "../../../../release/migrations";
import { explain } from "../../../../release/migrations/reasons";
import { harmless, planOf, risky } from "./plans";

describe("a plan of migrations", () => {
  it("has a hash that is the same on every machine", () => {
    assert.equal(
      planHash(planOf(harmless)),
      "sha256:ef7dd807eba4df0ebca64b6b468f41896408f0dc9b849a9eb5574a77a1f1c69f",
    );
    const turned = Object.fromEntries(Object.entries(harmless).reverse());
    assert.equal(
      planHash(planOf(turned as unknown as typeof harmless)),
      planHash(planOf(harmless)),
    );
  });

  it("has another hash when anything that would run is another", () => {
    const changes = [
      planOf(),
      planOf(harmless, risky),
      planOf(risky, harmless),
      planOf({ ...harmless, id: "exams.0004_other" }),
      planOf({ ...harmless, atomic: false }),
      planOf({ ...harmless, reversible: false }),
      planOf({ ...harmless, sql: [...harmless.sql, "SELECT 1"] }),
      planOf({
        ...harmless,
        operations: [{ description: "Add field note to copy", risks: ["renames"] }],
      }),
    ];
    const hashes = [planOf(harmless), ...changes].map(planHash);
    assert.equal(new Set(hashes).size, hashes.length);
    // What the database has on top, or whether it is new, changes nothing in what would run.
    assert.equal(planHash({ ...planOf(harmless), empty: true, unknown: ["a.1"] }), hashes[0]);
  });

  it("asks once for each operation with a risk, and for none on a new database", () => {
    assert.deepEqual(risksOf(planOf(harmless, risky)), [
      "exams.0005_drop: Remove field mark from copy",
      "exams.0005_drop: Raw Python operation (fill)",
    ]);
    assert.deepEqual(risksOf({ ...planOf(risky), empty: true }), []);
  });

  it("is told with what each risk means and the beginning of each statement", () => {
    const long = {
      ...harmless,
      sql: [`SELECT\n  ${"x".repeat(500)}`, ...Array<string>(25).fill("SELECT 1")],
    };
    const lines = describePlan({ ...planOf(long, risky), unknown: ["exams.0009_later"] });
    assert.deepEqual(lines.slice(0, 3), [
      "2 migrations pending:",
      "  exams.0004_note (can be taken back)",
      "    - Add field note to copy",
    ]);
    assert.equal(lines[3], `      SELECT ${"x".repeat(153)} …`);
    assert.equal(lines[23], "      … 6 more statements");
    assert.deepEqual(lines.slice(24, 26), [
      "  exams.0005_drop (CANNOT be taken back with its data; a failure in its middle leaves traces)",
      "    ! Remove field mark from copy [drops-data: data go away]",
    ]);
    assert.deepEqual(lines.slice(-2), [
      "The database has 1 migration that the image does not have: the image is older than the data.",
      "  exams.0009_later",
    ]);
    assert.deepEqual(describePlan(planOf()), ["No migration is pending."]);
    assert.equal(
      describePlan({ ...planOf(harmless), empty: true })[0],
      "1 migration pending; the database is new, nothing can be lost:",
    );
  });
});

describe("the reason of a failed migration", () => {
  const environment = ["PALIER_LOCK_SECONDS=10", "PALIER_STATEMENT_SECONDS=600"];
  for (const [reason, expected] of [
    [
      "OperationalError: canceling statement due to lock timeout",
      /for more than 10 s .*due to lock timeout.*Look for a session/,
    ],
    [
      "OperationalError: (1205, 'Lock wait timeout exceeded; try restarting transaction')",
      /for more than 10 s .*Look for a session/,
    ],
    [
      "OperationalError: canceling statement due to statement timeout",
      /ran for more than 600 s .*in steps/,
    ],
    [
      "OperationalError: (1969, 'Query execution was interrupted (max_statement_time exceeded)')",
      /ran for more than 600 s/,
    ],
    ["IntegrityError: null value", /^IntegrityError: null value$/],
  ] as const) {
    it(`is explained where the engine says "${reason.slice(0, 60)}"`, () => {
      assert.match(explain(reason, environment), expected);
    });
  }
});

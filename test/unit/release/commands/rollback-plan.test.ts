import assert from "node:assert/strict";

import { planRollback, type RollbackWish } from "../../../../release/commands/rollback/plan";
import type { JournalEntry } from "../../../../spec/journal";
import { entryOf } from "../../../fixtures/journal";

const first = entryOf(1, undefined, "1");
const code = entryOf(2, "1", "2");
const point = "20260103T101500Z-0000";
const migrating = entryOf(3, "2", "3", {
  migrations: ["exams.0004_pages", "exams.0005_marks"],
  restorePoint: point,
});
const irreversible: JournalEntry = { ...migrating, reversible: false };

function plan(
  entries: readonly JournalEntry[],
  wish: Partial<RollbackWish> = {},
  restorePoints: readonly string[] = [point],
) {
  const { from, to, method, migrations, restorePoint, transaction } = planRollback(
    { application: "exam", to: undefined, method: undefined, ...wish },
    entries,
    restorePoints,
  );
  const brief = `${from.version} to ${to.version} by ${method}`;
  return { brief, migrations, restorePoint, transaction };
}

const brief = (...args: Parameters<typeof plan>): string => plan(...args).brief;

describe("a rollback", () => {
  it("leads to the release before, by code alone when no migration lies between", () => {
    assert.deepEqual(plan([first, code]), {
      brief: "2 to 1 by code",
      migrations: [],
      restorePoint: undefined,
      transaction: code.id,
    });
  });

  it("takes migrations back when the application can, newest last", () => {
    assert.deepEqual(plan([first, code, migrating]), {
      brief: "3 to 2 by revert",
      migrations: ["exams.0004_pages", "exams.0005_marks"],
      restorePoint: undefined,
      transaction: migrating.id,
    });
  });

  it("puts the restore point back when the application cannot, or when it is asked to", () => {
    assert.deepEqual(plan([first, code, irreversible]), {
      brief: "3 to 2 by restore-point",
      migrations: [],
      restorePoint: point,
      transaction: migrating.id,
    });
    const chosen = brief([first, code, migrating], { method: "restore-point" });
    assert.equal(chosen, "3 to 2 by restore-point");
  });

  it("ignores what was undone and what changed the configuration alone", () => {
    const undone = entryOf(4, "2", "3", { outcome: "undone" });
    const stuck = entryOf(5, "2", "3", { outcome: "stuck" });
    const repaired = entryOf(6, "2", "2");
    assert.equal(brief([first, code, undone, stuck, repaired]), "2 to 1 by code");
  });

  it("counts a release that was kept although it failed", () => {
    assert.equal(brief([first, { ...code, outcome: "kept" }]), "2 to 1 by code");
  });

  it("leads further back the second time, not forward again", () => {
    const back = entryOf(4, "3", "2", { rollback: "revert", migrations: migrating.migrations });
    assert.equal(brief([first, code, migrating, back]), "2 to 1 by code");
    assert.throws(
      () => brief([first, code, entryOf(4, "2", "1", { rollback: "code" })]),
      /has had one release only/,
    );
  });

  it("knows a release that is older than the journal", () => {
    assert.equal(brief([code]), "2 to 1 by code");
  });
});

describe("a rollback to a named release", () => {
  const later = entryOf(4, "3", "4");

  it("takes a version, or the transaction that brought it", () => {
    assert.equal(brief([first, code, entryOf(3, "2", "3")], { to: "1" }), "3 to 1 by code");
    assert.equal(brief([first, code, entryOf(3, "2", "3")], { to: first.id }), "3 to 1 by code");
  });

  it("takes back the migrations of the one release between that has any, with its own image", () => {
    assert.deepEqual(plan([first, code, migrating, later], { to: "1" }), {
      brief: "4 to 1 by revert",
      migrations: migrating.migrations,
      restorePoint: undefined,
      transaction: migrating.id,
    });
  });

  it("puts back the oldest restore point between when several releases migrated", () => {
    const again = entryOf(4, "3", "4", { migrations: ["exams.0006"], restorePoint: "newer" });
    const answer = plan([first, code, migrating, again], { to: "2" }, [point, "newer"]);
    assert.equal(answer.brief, "4 to 2 by restore-point");
    assert.equal(answer.restorePoint, point);
    assert.throws(
      () => brief([first, code, migrating, again], { to: "2" }, ["newer"]),
      /cannot go back: migrations of 2 releases .*; the restore point \S+ is not kept any more; release a version .*nothing was changed\.$/,
    );
  });

  it("is refused with the known ones when there is none of that name", () => {
    assert.throws(
      () => brief([first, code, migrating], { to: "9" }),
      /^Error: exam cannot go back to "9": known are the versions 1, 2, and the transactions/,
    );
    assert.throws(() => brief([first, code], { to: "2" }), /2 is the release of exam that is in/);
  });
});

describe("a method that does not fit", () => {
  const refusal = (entries: readonly JournalEntry[], method: RollbackWish["method"]): string => {
    try {
      return brief(entries, { method });
    } catch (error) {
      return String(error);
    }
  };

  it("is refused with the reason and the ones that do", () => {
    assert.match(
      refusal([first, code, migrating], "code"),
      /METHOD=code: the older code does not know .*exams\.0004_pages.*; use METHOD=revert or restore-point/,
    );
    assert.match(
      refusal([first, code, irreversible], "revert"),
      /cannot be taken back by the application; use METHOD=restore-point/,
    );
    assert.match(refusal([first, code], "revert"), /no migrations to take back; use METHOD=code/);
    assert.match(refusal([first, code], "restore-point"), /no restore point was taken/);
  });

  it("is never replaced by another when the restore point is gone", () => {
    assert.throws(
      () => plan([first, code, irreversible], { method: "restore-point" }, []),
      /METHOD=restore-point: the restore point \S+ is not kept any more; there is no other way/,
    );
  });
});

describe("an application without a history", () => {
  it("has nothing to go back to", () => {
    assert.throws(() => brief([]), /no release in service that the journal knows/);
    assert.throws(() => brief([first]), /has had one release only/);
  });
});

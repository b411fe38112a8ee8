import assert from "node:assert/strict";

import { renderJournal } from "../../../../release/commands/journal/table";
import { renderTransaction } from "../../../../release/commands/journal/transaction";
import type { Journal } from "../../../../release/journal";
import { entryOf } from "../../../fixtures/journal";

const minute = 60_000;

const journal: Journal = {
  entries: [
    entryOf(1, undefined, "1.0.0"),
    entryOf(2, "1.0.0", "1.1.0", {
      outcome: "undone",
      reason:
        "Container palier-prod-exam-web-8a72c does not stay up: it ended with exit code 1 because of its settings",
    }),
    entryOf(3, "1.0.0", "1.1.0", {
      endedAt: "2026-01-03T10:27:30.000Z",
      migrations: ["exams.0004_pages", "exams.0005_marks"],
      reversible: false,
      restorePoint: "20260103T101500Z-0000",
      approval: "sha256:abc",
      maintenanceMilliseconds: 11.5 * minute,
    }),
    entryOf(4, "1.1.0", "1.0.0", {
      rollback: "restore-point",
      maintenanceMilliseconds: 32_000,
    }),
  ],
  unfinished: [
    {
      id: "20260105T101500Z-0000",
      begin: undefined,
      steps: [
        { step: "start-web", event: "begin", at: "2026-01-05T10:15:02.000Z" },
        { step: "start-web", event: "done", at: "" },
      ],
    },
  ],
  requests: [],
};

const text = (lines: readonly string[]): string => lines.join("\n");

describe("the journal for people", () => {
  it("is a table, newest first, that marks what took longer than it may", () => {
    assert.equal(
      text(renderJournal(journal, 3)),
      `\
20260105T101500Z-0000  unfinished, 2 records
transaction            from → to      outcome      took           maintenance
20260104T101500Z-0000  1.1.0 → 1.0.0  rolled back  1.0 min        32 s
20260103T101500Z-0000  1.0.0 → 1.1.0  released     12.5 min over  11.5 min over
20260102T101500Z-0000  1.0.0 → 1.1.0  undone       1.0 min        -
    Container palier-prod-exam-web-8a72c does not stay up: it ended with exit
    code 1 because of its settings
older ones: 1; LIMIT=<number> shows more`,
    );
  });

  it("fits a terminal of 80 columns", () => {
    const widest = Math.max(...renderJournal(journal, 4).map((line) => line.length));
    assert.ok(widest <= 80, String(widest));
  });

  it("says so when nothing was released", () => {
    assert.deepEqual(renderJournal({ entries: [], unfinished: [], requests: [] }, 20), [
      "no release yet",
    ]);
  });
});

describe("one transaction for people", () => {
  const shown = (id: string): string => text(renderTransaction(journal, "exam", id));

  it("has all that it did, and how long each step took", () => {
    assert.equal(
      shown("20260103T101500Z-0000"),
      `\
transaction 20260103T101500Z-0000 of exam
  outcome       released
  from          1.0.0 (dddddddddddd)
  to            1.1.0 (eeeeeeeeeeee)
  by            anne@server, process 4711
  began         2026-01-03 10:15 UTC
  took          12 min 30 s over (goal 5 min)
  maintenance   11 min 30 s over (declared 10 min)
  migrations    exams.0004_pages, exams.0005_marks (not reversible)
  restore point 20260103T101500Z-0000
  approval      sha256:abc
  steps
    start-web  42 s
    open       0.9 s`,
    );
  });

  it("tells the reason of a failure, and how a rollback was done", () => {
    assert.match(shown("20260102T101500Z-0000"), /^ {2}reason {8}Container palier-prod-exam/m);
    assert.match(shown("20260104T101500Z-0000"), /^ {2}rollback {6}a restore point was put back$/m);
  });

  it("shows the records of one that has no end", () => {
    assert.match(shown("20260105T101500Z-0000"), /has no end.*\n {2}2 records\n/);
    assert.match(shown("20260105T101500Z-0000"), /2026-01-05 10:15 UTC {2}start-web {2}begin/);
  });

  it("is refused by an id that the journal does not have", () => {
    assert.throws(
      () => shown("20260103"),
      /^Error: The journal of exam has no transaction "20260103"; the newest is 20260104T101500Z/,
    );
  });
});

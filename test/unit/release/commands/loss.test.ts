import assert from "node:assert/strict";

import { describeLoss } from "../../../../release/commands/rollback/loss";

const point = {
  id: "20260103T101500Z-0000",
  createdAt: "2026-01-03T10:15:30Z",
  application: "exam",
  image: "sha256:1",
  version: "1.0.0",
  bytes: 1,
  tables: 3,
  rows: 100,
  files: 4,
};
const now = new Date("2026-01-03T13:27:30Z");

describe("what a restore point takes away", () => {
  it("is said in rows and files, then and now", () => {
    const changes = [
      { table: "exams_copy", before: 120, now: 131, changed: true },
      { table: "exams_mark", before: 60, now: 58, changed: true },
      { table: "exams_exam", before: 7, now: 7, changed: true },
      { table: "auth_user", before: 3, now: 3, changed: false },
      { table: "files of media", before: 40, now: 44, changed: true },
    ];
    assert.equal(
      describeLoss(point, changes, "1.1.0", now).join("\n"),
      `\
The data goes back to the restore point 20260103T101500Z-0000:
taken 3 h 12 min ago (2026-01-03 10:15 UTC), before 1.1.0 came.
EVERYTHING WRITTEN SINCE IS LOST. What has changed, in rows or files:
                  then  now  difference
  exams_copy      120   131  11 more
  exams_mark      60    58   2 fewer
  exams_exam      7     7    changed
  files of media  40    44   4 more
Before it begins, the data of now is saved as a restore point of its own.`,
    );
  });

  it("is nothing when nothing was written", () => {
    const lines = describeLoss(point, [], "1.1.0", now);
    assert.equal(lines.at(-1), "No table and no file has changed since.");
  });
});

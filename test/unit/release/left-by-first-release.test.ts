import assert from "node:assert/strict";

import { leftByFirstRelease } from "../../../release/journal";
import type { JournalEntry } from "../../../spec/journal";
import { entryOf } from "../../fixtures/journal";

const all = ["exams.0001_initial", "exams.0002_remark"];
const failed = (changes: Partial<JournalEntry> = {}): JournalEntry =>
  entryOf(1, undefined, "1", { outcome: "undone", migrations: all, ...changes });

describe("pending migrations of a database", () => {
  const cases: readonly (readonly [string, readonly JournalEntry[], boolean])[] = [
    ["that only a failed first release has seen are what it left", [failed()], true],
    [
      "are so after a second attempt as well, which saved what the first had left",
      [failed(), entryOf(2, undefined, "1", { outcome: "undone", restorePoint: "r" })],
      true,
    ],
    ["without any history are somebody's", [], false],
    [
      "that had data before its first release are somebody's",
      [failed({ restorePoint: "r" })],
      false,
    ],
    ["that somebody consented to are somebody's", [failed({ approval: "a" })], false],
    [
      "that the failed release did not have are new",
      [failed({ migrations: [all[0] ?? ""] })],
      false,
    ],
    ["of a release that served are somebody's", [failed(), entryOf(2, undefined, "1")], false],
    [
      "of a release that stayed are somebody's",
      [failed(), entryOf(2, undefined, "1", { outcome: "kept" })],
      false,
    ],
  ];
  for (const [what, entries, expected] of cases) {
    it(what, () => {
      assert.equal(leftByFirstRelease({ entries }, all.slice(1)), expected);
    });
  }
});

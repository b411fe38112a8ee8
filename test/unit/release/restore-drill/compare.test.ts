import assert from "node:assert/strict";

import { compareData } from "../../../../release/restore-drill/compare";
import type { DataDigest, RecordedDigest } from "../../../../release/restore-point";

const saved: DataDigest = {
  tables: [
    { table: "copy", rows: 3, digest: "a" },
    { table: "session", rows: 5, digest: "b" },
  ],
  sequences: [{ sequence: "copy_id", value: "3 t" }],
  schema: "s",
  volumes: [{ name: "media", files: 2, bytes: 20, digest: "m" }],
};

function differences(recorded: RecordedDigest, restored: Partial<DataDigest>): readonly string[] {
  return compareData(recorded, { ...saved, ...restored }).differences;
}

describe("the comparison of a restore drill", () => {
  it("finds nothing where all is as it was saved, and says how much that was", () => {
    assert.deepEqual(compareData(saved, saved), {
      covered: { tables: 2, rows: 8, changingTables: 0, sequences: 1, volumes: 1, files: 2 },
      differences: [],
    });
  });

  for (const [what, restored, expected] of [
    ["a missing table", { tables: saved.tables.slice(0, 1) }, "table session is missing"],
    [
      "another number of rows",
      { tables: [{ table: "copy", rows: 2, digest: "a" }, ...saved.tables.slice(1)] },
      "table copy has 2 rows, 3 were saved",
    ],
    [
      "another content",
      { tables: [{ table: "copy", rows: 3, digest: "x" }, ...saved.tables.slice(1)] },
      "table copy has other content",
    ],
    [
      "a table too many",
      { tables: [...saved.tables, { table: "new", rows: 0, digest: "0" }] },
      "table new was not saved",
    ],
    ["a missing sequence", { sequences: [] }, "sequence copy_id is missing"],
    [
      "other definitions",
      { schema: "t" },
      "definitions of tables, indexes, views or rights differ",
    ],
    ["missing files", { volumes: [] }, "the files of media are missing"],
    [
      "another number of files",
      { volumes: [{ name: "media", files: 1, bytes: 20, digest: "m" }] },
      "media has 1 files, 2 were saved",
    ],
    [
      "other files",
      { volumes: [{ name: "media", files: 2, bytes: 20, digest: "n" }] },
      "files of media have other content, owners or rights",
    ],
  ] as const) {
    it(`finds ${what}`, () => {
      assert.deepEqual(differences(saved, restored), [expected]);
    });
  }

  it("lets numbering move, which belongs to no snapshot", () => {
    assert.deepEqual(
      differences(saved, { sequences: [{ sequence: "copy_id", value: "9 t" }] }),
      [],
    );
  });

  it("wants a table that changed while it was saved to be there, and no more", () => {
    const recorded: RecordedDigest = {
      ...saved,
      tables: [...saved.tables.slice(0, 1), { table: "session", changing: true }],
    };
    const { covered } = compareData(recorded, saved);
    assert.deepEqual([covered.tables, covered.rows, covered.changingTables], [1, 3, 1]);
    const other = { table: "session", rows: 99, digest: "z" };
    assert.deepEqual(differences(recorded, { tables: [...saved.tables.slice(0, 1), other] }), []);
    assert.deepEqual(differences(recorded, { tables: saved.tables.slice(0, 1) }), [
      "table session is missing",
    ]);
  });
});

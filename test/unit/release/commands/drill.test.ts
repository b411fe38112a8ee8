import assert from "node:assert/strict";

import { renderDrill } from "../../../../release/commands/drill";
import { renderDrills } from "../../../../release/commands/journal/drills";
import { readRestoreDrills, writeRestoreDrill } from "../../../../release/journal/drills";
import { readJournal } from "../../../../release/journal";
import type { RestoreDrill } from "../../../../spec/journal";
import { anne } from "../../../fixtures/journal";
import { memoryVolume } from "../memory-volume";

const good: RestoreDrill = {
  id: "20260103T034700Z-0000",
  application: "exam",
  actor: anne,
  startedAt: "2026-01-03T03:47:00.000Z",
  endedAt: "2026-01-03T03:51:00.000Z",
  outcome: "ok",
  reason: undefined,
  version: "1.4.0",
  bytes: 3 * 1024 * 1024,
  takeMilliseconds: 4200,
  restoreMilliseconds: 62_000,
  covered: { tables: 3, rows: 1200, changingTables: 1, sequences: 2, volumes: 1, files: 7 },
};

const bad: RestoreDrill = {
  ...good,
  id: "20260110T034700Z-0000",
  startedAt: "2026-01-10T03:47:00.000Z",
  outcome: "failed",
  reason: "Restore point drill of exam cannot be taken: the database does not answer.",
  bytes: undefined,
  takeMilliseconds: undefined,
  restoreMilliseconds: undefined,
  covered: undefined,
};

describe("a restore drill, for people", () => {
  it("says what was taken, restored and compared", () => {
    assert.deepEqual(renderDrill(good), [
      "exam 1.4.0",
      "  restore point of 3.0 MiB taken in 4.2 s, restored in 1 min 02 s",
      "  compared: 3 tables with 1200 rows, definitions, 2 sequences by name, 1 table",
      "  by name, because users wrote to them, 7 files of 1 volume",
      "  ok",
    ]);
  });

  it("says why it failed, and nothing of what it did not come to", () => {
    assert.deepEqual(renderDrill(bad), [
      "exam 1.4.0",
      "  failed: Restore point drill of exam cannot be taken: the database does not",
      "  answer.",
    ]);
  });

  it("is listed with the newest first, as many as were asked for", () => {
    assert.deepEqual(renderDrills([], 5), []);
    const shown = renderDrills([good, bad], 5);
    assert.deepEqual(
      shown.filter((line) => line.startsWith("2026")),
      ["2026-01-10 03:47 UTC  failed, by anne@server", "2026-01-03 03:47 UTC  ok, by anne@server"],
    );
    assert.ok(!renderDrills([good, bad], 1).join("\n").includes("2026-01-03"));
  });
});

describe("the journal of restore drills", () => {
  it("keeps what was written, in order, apart from releases", async () => {
    const { access: volume } = memoryVolume();
    await writeRestoreDrill(volume, bad);
    await writeRestoreDrill(volume, good);
    await writeRestoreDrill(volume, { ...good, application: "other" });
    assert.deepEqual(await readRestoreDrills(volume, "exam"), [good, bad]);
    const { entries, unfinished, requests } = await readJournal(volume, "exam");
    assert.deepEqual([entries, unfinished, requests], [[], [], []]);
  });

  it("passes over a record that was not written whole", async () => {
    const { access: volume } = memoryVolume();
    await writeRestoreDrill(volume, good);
    const half = { path: "exam/drills/half.json", content: '{"id":"h"', mode: "0400" };
    await volume.write([half], { uid: 0, gid: 0 });
    assert.deepEqual(await readRestoreDrills(volume, "exam"), [good]);
  });
});

import assert from "node:assert/strict";

import { openRequest } from "../../../release/transaction/rollback";
import type { JournalEntry, RollbackRequest } from "../../../spec/journal";
import type { ReleaseInput } from "../../../spec/operations";
import { anne, entryOf, releaseOf } from "../../fixtures/journal";

const request: RollbackRequest = {
  id: "20260105T000000Z-0000",
  at: "2026-01-05T00:00:00.000Z",
  actor: anne,
  from: releaseOf("2"),
  to: releaseOf("1"),
  transaction: "20260102T101500Z-0000",
  method: "restore-point",
  migrations: [],
  restorePoint: "20260102T101500Z-0000",
};
const history = [entryOf(1, undefined, "1"), entryOf(2, "1", "2")];

function found(entries: readonly JournalEntry[], version: string, requests = [request]) {
  const input = { release: releaseOf(version) } as ReleaseInput;
  return openRequest({ entries, unfinished: [], requests }, input)?.id;
}

describe("a request for a rollback", () => {
  it("is carried out by the release that it leads to, and by no other", () => {
    assert.equal(found(history, "1"), request.id);
    assert.equal(found(history, "2"), undefined);
  });

  it("stays open when the release was undone", () => {
    const undone = entryOf(6, "2", "1", { outcome: "undone", rollbackRequest: request.id });
    assert.equal(found([...history, undone], "1"), request.id);
  });

  it("is void once a release went into service, by it or without it", () => {
    for (const changes of [{ rollbackRequest: request.id }, {}, { outcome: "kept" as const }]) {
      assert.equal(found([...history, entryOf(6, "2", "1", changes)], "1"), undefined);
    }
    assert.equal(found([...history, entryOf(6, "2", "3")], "1"), undefined);
  });

  it("is void once a newer one was made", () => {
    const newer = { ...request, id: "20260106T000000Z-0000", to: releaseOf("3") };
    assert.equal(found(history, "1", [request, newer]), undefined);
    assert.equal(found(history, "3", [request, newer]), newer.id);
  });
});

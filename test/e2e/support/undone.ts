import assert from "node:assert/strict";

import type { ReleaseSite } from "./release-site";

/**
 * Runs a release that fails while users see the maintenance page, and holds it to having changed nothing at all.
 * @param act Runs it, and answers with its output.
 * @param reason What whoever releases it has to be told, and the journal has to keep.
 */
export async function assertUndone(
  site: ReleaseSite,
  act: () => Promise<string>,
  reason: RegExp,
): Promise<void> {
  const [data, running] = [await site.digest(), await site.running()];
  const pages = site.poll();
  const health = site.poll("/api/health/live");
  const output = await act();
  const [seen, healthy] = [await pages.stop(), await health.stop()];
  assert.match(output, reason);
  assert.match(output, /taking back what was done/);
  assert.deepEqual(await site.digest(), data);
  assert.deepEqual(seen, ["200 1.0.0", "503"]);
  assert.deepEqual(healthy, ["200 1.0.0"]);
  assert.deepEqual(await site.running(), running);
  const { outcome, reason: noted = "" } = await site.lastEntry();
  assert.deepEqual([outcome, (await site.journal()).unfinished], ["undone", []]);
  assert.match(noted, reason);
  // Workers do their work again.
  await site.manage("sample_copies", "1", "--title", "After");
  await site.untilGraded("After");
}

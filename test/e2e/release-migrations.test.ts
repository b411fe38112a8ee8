import assert from "node:assert/strict";
import { setTimeout as sleep } from "node:timers/promises";

import type { Poll } from "./support/poll";
import { assertUnchanged } from "./support/refusal";
import { ReleaseSite } from "./support/release-site";
import { assertUndone } from "./support/undone";
import type { VariantName } from "./support/variants";

/** A migration that does not end well, with what whoever releases it has to be told. */
const failing: readonly [string, VariantName, RegExp][] = [
  [
    "that fails at its start",
    "fails-at-start",
    /The migrations of copies failed: .*division by zero/,
  ],
  ["that fails in its middle", "fails-in-middle", /failed: RuntimeError: the middle is broken/],
  [
    "that fails in its middle and keeps what it did, files included",
    "fails-halfway",
    /failed: RuntimeError: the middle is broken/,
  ],
  [
    "that succeeds for an image which is the wrong one",
    "fails-afterwards",
    /\/connexion\/ is nginx's welcome page/,
  ],
];

/** How many slow statements of migrations are at work. */
const sleeping =
  "SELECT count(*) FROM pg_stat_activity WHERE state = 'active' AND query LIKE 'SELECT pg_sleep%'";

describe("a release with a migration", function () {
  this.timeout(600_000);
  const site = new ReleaseSite("release-migrations", { http: 17680, https: 17643 });

  before(() => site.open());
  after(() => site.close());

  const failed = async (variant: VariantName): Promise<string> => {
    const { code, output } = await site.release(variant, "6.6.6");
    assert.notEqual(code, 0, output);
    return output;
  };

  for (const [what, variant, reason] of failing) {
    it(`${what} leaves the data and the release in service as they were`, () =>
      assertUndone(site, () => failed(variant), reason));
  }

  it("whose database is killed in its middle waits until it is back, and goes back", async () => {
    const { State } = await site.database().inspect();
    await assertUndone(
      site,
      async () => {
        const update = await site.begin("migrates-slowly", "6.6.6");
        await update.untilShown(/migrating the data/);
        while ((await site.sql(sleeping)) === "0") await sleep(200);
        process.kill(State.Pid, "SIGKILL");
        // The page needs no database.
        assert.equal((await site.browser.ask("/edition/")).status, 503);
        await update.end();
        assert.notEqual(update.code, 0, update.output);
        return update.output;
      },
      /The migrations of copies failed: /,
    );
  });

  it("that waits for a lock gives up in time, and says who may hold it", async () => {
    const holding = site.sql(
      "BEGIN; LOCK TABLE exams_copy IN ACCESS SHARE MODE; SELECT pg_sleep(600)",
    );
    try {
      await assertUndone(
        site,
        () => failed("locked"),
        /a table was locked by someone else for more than 10 s/,
      );
    } finally {
      await site.sql(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE query LIKE '%pg_sleep%' AND pid <> pg_backend_pid()",
      );
      await assert.rejects(holding);
    }
  });

  it("shows users a page that says when to come back, and opens on the new version and data", async () => {
    await site.manage("sample_copies", "10", "--title", "Queued");
    const pages = site.poll();
    const health = site.poll("/api/health/live");
    const output = await site.released("migrating", "1.1.0");
    const [seen, healthy] = [await pages.stop(), await health.stop()];
    assert.deepEqual(seen, ["200 1.0.0", "200 1.1.0", "503"]);
    assert.deepEqual(healthy, ["200 1.0.0", "200 1.1.0"]);
    assertMaintenancePage(pages);
    assert.match(output, /maintenance \d+\.\d s; 10 min were announced/);
    const { outcome, migrations, restorePoint, maintenanceMilliseconds } = await site.lastEntry();
    assert.deepEqual([outcome, migrations], ["released", ["exams.0005_copy_remark"]]);
    assert.ok(restorePoint);
    assert.ok(maintenanceMilliseconds > 0);
    assert.equal(await site.sql("SELECT count(*) FROM exams_copy WHERE remark IS NULL"), "0");
  });

  it("loses no job on the way", () => site.untilGraded("Queued"));

  it("leaves nothing behind, and nothing to do", async () => {
    assert.deepEqual(await site.leftovers(), []);
    await assertUnchanged(site.workspace);
  });
});

/** What everybody needs who meets a closed site: people, programs and caches. */
function assertMaintenancePage({ sights }: Poll): void {
  const closed = sights.filter(({ status }) => status === 503);
  assert.ok(closed.length > 0);
  for (const { headers, body } of closed) {
    assert.match(headers["retry-after"] ?? "", /^\d+$/);
    assert.match(headers["cache-control"] ?? "", /no-store/);
    assert.match(body, /<html lang="fr"/);
    assert.match(body, /\d\d:\d\d \(Europe\/Paris\)/);
  }
}

import assert from "node:assert/strict";

import { assertUnchanged } from "./support/refusal";
import { ReleaseSite } from "./support/release-site";
import { assertUndone } from "./support/undone";

/** The only difference to the other sites, whose files name PostgreSQL. */
const database = { engine: "mariadb", version: "10.11" };

describe("a release with a migration on MariaDB, which takes none back by itself,", function () {
  this.timeout(600_000);
  const site = new ReleaseSite("release-mariadb", { http: 18980, https: 18943 });

  before(async () => {
    const images = ["palier:images", database.engine, database.version];
    site.workspace.configure(images, `palier/mariadb:${database.version}`);
    site.choose(["database"], database);
    await site.open();
  });
  after(() => site.close());

  it("that fails in its middle has its restore point put back", () =>
    assertUndone(
      site,
      async () => {
        const { code, output } = await site.release("fails-in-middle", "6.6.6");
        assert.notEqual(code, 0, output);
        assert.match(output, /putting the restore point \S+ back/);
        return output;
      },
      /failed: RuntimeError: the middle is broken/,
    ));

  it("that is right opens on the new version and data, and loses no job", async () => {
    await site.manage("sample_copies", "5", "--title", "Queued");
    const pages = site.poll();
    await site.released("migrating", "1.1.0");
    assert.deepEqual(await pages.stop(), ["200 1.0.0", "200 1.1.0", "503"]);
    const { outcome, migrations } = await site.lastEntry();
    assert.deepEqual([outcome, migrations], ["released", ["exams.0005_copy_remark"]]);
    await site.untilGraded("Queued");
  });

  it("leaves nothing behind, and nothing to do", async () => {
    assert.deepEqual(await site.leftovers(), []);
    await assertUnchanged(site.workspace);
  });
});

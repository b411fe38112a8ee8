import assert from "node:assert/strict";

import { dataDigest, putBack, takeRestorePoint } from "../../../release/restore-point";
import { onMariadb } from "../../fixtures/mariadb";
import { RestoreLab } from "./lab";
import { mariadbChanges, mariadbRows } from "./mariadb-data";
import { restorePointTests } from "./suite";

describe("a restore point of an application with MariaDB", function () {
  this.timeout(400_000);
  const lab = new RestoreLab(onMariadb);
  const { context, spec } = lab;

  restorePointTests(lab, {
    rows: mariadbRows,
    changes: mariadbChanges,
    idle: "START TRANSACTION; UPDATE school SET motto = 'open'; SELECT SLEEP(200)",
    comesBack: false,
    dump: "database/*.zst",
    oldClient: {
      program: "mariadb-dump",
      version: "mariadb-dump  Ver 10.19 Distrib 10.6.1-MariaDB, for debian-linux-gnu (x86_64)",
    },
    olderThan: /mariadb-dump 10\.6 of the backup image is older than the server, MariaDB 10\.11;/,
  });

  it("keeps the character set and the collation of the database, also when it is gone", async () => {
    const before = await dataDigest(context, spec);
    await lab.sql("ALTER DATABASE copies CHARACTER SET latin1 COLLATE latin1_german2_ci");
    await takeRestorePoint(context, spec, "gone", lab.about);
    await lab.inside("mariadb", "-e", "DROP DATABASE copies");
    await putBack(context, spec, "gone");
    assert.equal(
      await lab.sql("SELECT @@character_set_database, @@collation_database"),
      "latin1\tlatin1_german2_ci",
    );
    await lab.sql("ALTER DATABASE copies CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_ci");
    assert.deepEqual(await dataDigest(context, spec), before);
  });
});

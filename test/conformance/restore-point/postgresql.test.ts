import assert from "node:assert/strict";

import { dataDigest, putBack, takeRestorePoint } from "../../../release/restore-point";
import { RestoreLab } from "./lab";
import { postgresqlChanges, postgresqlRows } from "./postgresql-data";
import { restorePointTests } from "./suite";

describe("a restore point of an application with PostgreSQL", function () {
  this.timeout(400_000);
  const lab = new RestoreLab();
  const { context, spec } = lab;

  restorePointTests(lab, {
    rows: postgresqlRows,
    changes: postgresqlChanges,
    idle: "BEGIN; UPDATE school SET motto = 'open'; SELECT pg_sleep(200)",
    comesBack: true,
    dump: "database/*.gz",
    oldClient: { program: "pg_dump", version: "pg_dump (PostgreSQL) 14.1 (Debian 14.1-1)" },
    olderThan: /pg_dump 14 of the backup image is older than the server, PostgreSQL 15;/,
  });

  /** Asked by the superuser. */
  async function ask(...statements: string[]): Promise<string> {
    const each = statements.flatMap((statement) => ["-c", statement]);
    return lab.inside("psql", "-U", "postgres", "-P", "pager=off", "-XAtq", ...each);
  }

  it("keeps what hangs on the database itself: settings, rights, owner and locale", async () => {
    await ask(
      "CREATE ROLE monitor",
      "GRANT CONNECT ON DATABASE copies TO monitor",
      "ALTER DATABASE copies SET work_mem = '7MB'",
      'ALTER ROLE copies IN DATABASE copies SET search_path = public, "odd schema"',
    );
    const facts = () =>
      ask(
        `SELECT datname, pg_get_userbyid(datdba), datcollate, datctype, encoding, datallowconn,
           (SELECT string_agg(a::text, ' ' ORDER BY a::text) FROM unnest(datacl) AS a),
           (SELECT string_agg(setconfig::text, ' ' ORDER BY setconfig) FROM pg_db_role_setting WHERE setdatabase = d.oid)
         FROM pg_database AS d ORDER BY datname`,
      );
    const before = await facts();
    assert.match(before, /monitor=c.*work_mem=7MB/s);
    await takeRestorePoint(context, spec, "settings", lab.about);
    await putBack(context, spec, "settings");
    assert.equal(await facts(), before);
  });

  it("makes the extensions again that only the superuser can make", async () => {
    await lab.inside(
      ...["psql", "-U", "postgres", "-d", "copies", "-c"],
      "CREATE SCHEMA pages; CREATE EXTENSION pageinspect SCHEMA pages",
    );
    const extensions = () =>
      lab.inside(
        ...["psql", "-U", "postgres", "-d", "copies", "-P", "pager=off", "-XAtc"],
        "SELECT extname, extnamespace::regnamespace, extowner::regrole FROM pg_extension ORDER BY 1",
      );
    const before = await extensions();
    await takeRestorePoint(context, spec, "extensions", lab.about);
    await putBack(context, spec, "extensions");
    assert.equal(await extensions(), before);
    await lab.inside("psql", "-U", "postgres", "-d", "copies", "-c", "DROP SCHEMA pages CASCADE");
  });

  for (const [state, statements] of Object.entries({
    "after the database in service was closed to connections": [
      "CREATE DATABASE copies_restore",
      "ALTER DATABASE copies ALLOW_CONNECTIONS false",
    ],
    "between two renames": ["ALTER DATABASE copies RENAME TO copies_before_restore"],
    "before the old database was dropped": [
      "CREATE DATABASE copies_before_restore TEMPLATE template0 ALLOW_CONNECTIONS false",
    ],
  })) {
    it(`finishes what was cut short ${state}`, async () => {
      const before = await dataDigest(context, spec);
      await takeRestorePoint(context, spec, "short", lab.about);
      await lab.sql(postgresqlChanges);
      await ask(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = 'copies'",
        ...statements,
      );
      await putBack(context, spec, "short");
      assert.deepEqual(await dataDigest(context, spec), before);
      const databases = await ask("SELECT datname FROM pg_database ORDER BY 1");
      assert.deepEqual(databases.split("\n"), ["copies", "postgres", "template0", "template1"]);
    });
  }

  it("opens the database in service again when it cannot be exchanged", async () => {
    const before = await dataDigest(context, spec);
    await takeRestorePoint(context, spec, "refused", lab.about);
    // A prepared transaction of another tool could do the same: the name cannot be taken away.
    await ask("CREATE DATABASE copies_before_restore");
    const going = putBack(context, spec, "refused").catch((error: unknown) => error);
    await lab.tools();
    for (;;) {
      const found = await ask(
        "SELECT count(*) FROM pg_database WHERE datname = 'copies_before_restore'",
      );
      if (found === "0") break;
    }
    await ask("CREATE DATABASE copies_before_restore");
    const error = await going;
    assert.match(String(error), /cannot be put back: the database server refused to exchange/);
    assert.deepEqual(await dataDigest(context, spec), before);
    await putBack(context, spec, "refused");
    assert.deepEqual(await dataDigest(context, spec), before);
  });
});

import { postgresqlRows } from "../restore-point/postgresql-data";
import { DrillLab } from "./lab";
import { drillTests } from "./suite";

describe("a restore drill of an application with PostgreSQL", function () {
  this.timeout(400_000);

  drillTests(new DrillLab(), {
    rows: postgresqlRows,
    change: "UPDATE school SET motto = 'other' WHERE id = 1",
    superuser: ["psql", "-U", "postgres", "-d", "copies", "-P", "pager=off", "-XAtqc"],
    dump: "database/*.gz",
    changing: 0,
    sessions:
      "SELECT count(*) FROM pg_stat_activity WHERE application_name IN ('palier-restore-point', 'pg_dump')",
  });
});

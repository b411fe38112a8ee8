import assert from "node:assert/strict";

import { onMariadb } from "../../fixtures/mariadb";
import { mariadbRows } from "../restore-point/mariadb-data";
import { DrillLab } from "./lab";
import { drillTests } from "./suite";

describe("a restore drill of an application with MariaDB", function () {
  this.timeout(400_000);

  const lab = new DrillLab(onMariadb);

  drillTests(lab, {
    rows: mariadbRows,
    change: "UPDATE copies.school SET motto = 'other' WHERE id = 1",
    superuser: ["mariadb", "-NBe"],
    dump: "database/*.zst",
    changing: 1,
    sessions:
      "SELECT COUNT(*) FROM information_schema.processlist WHERE user = 'copies' AND id <> CONNECTION_ID()",
  });

  it("does not take a row that comes and goes for a difference", async () => {
    let over = false;
    const write = async (): Promise<void> => {
      while (!over) await lab.sql("INSERT INTO nothing VALUES (1); DELETE FROM nothing");
    };
    const writing = write();
    const { failure, comparison } = await lab.drill();
    over = true;
    await writing;
    assert.deepEqual([failure, comparison?.covered.changingTables], [undefined, 1]);
  });
});

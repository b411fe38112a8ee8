import assert from "node:assert/strict";

import { dataFoldersOf } from "../../../policies/shared/database";
import { workloadOf } from "../../../policies/shared/workload";
import { container, labelled } from "./support/resources";

function folders(image: string, component = "web", ...envs: string[]): readonly string[] {
  const { type, props } = container({ image, envs, labels: labelled({ component }) });
  const workload = workloadOf(type, props);
  assert.ok(workload);
  return dataFoldersOf(workload);
}

const postgres = "/var/lib/postgresql/data";

describe("the folder of a database's data", () => {
  for (const [image, folder] of [
    ["postgres", postgres],
    ["postgres:17.6-trixie", postgres],
    ["postgres:18", "/var/lib/postgresql"],
    ["registry.example.org/palier/postgres:15", postgres],
    ["postgis/postgis:17-3.5", postgres],
    ["pgvector/pgvector:pg17", postgres],
    ["timescale/timescaledb:2.20-pg17", postgres],
    ["mariadb:11", "/var/lib/mysql"],
    ["mysql:8.4", "/var/lib/mysql"],
    ["percona:8", "/var/lib/mysql"],
    ["mongo:8", "/data/db"],
    ["bitnami/mongodb:8", "/bitnami/mongodb"],
    ["registry.example.org/bitnamilegacy/mysql:8", "/bitnami/mysql"],
  ] as const) {
    it(`is known by the image: ${image}`, () => {
      assert.deepEqual(folders(image), [folder]);
    });
  }

  for (const image of ["nginx:1", "bitnami/nginx:1", "postgres-exporter:1", "constructor:1"]) {
    it(`is none where the image is no server: ${image}`, () => {
      assert.deepEqual(folders(image), []);
    });
  }

  it("may be that of any server where only the label says that it is one", () => {
    const all = ["/var/lib/mysql", "/data/db", postgres];
    assert.deepEqual(folders(`sha256:${"a".repeat(64)}`, "database"), all);
  });

  it("is the one that a variable chooses, or the usual one around it", () => {
    assert.deepEqual(folders("postgres:17", "web", "PGDATA=/srv/data"), ["/srv/data"]);
    const inside = `${postgres}/17`;
    assert.deepEqual(folders("postgres:17", "web", `PGDATA=${inside}`), [inside, postgres]);
  });
});

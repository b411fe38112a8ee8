import assert from "node:assert/strict";

import { mariadb } from "../../../config/resolve/engines/mariadb";
import { mariadbConfiguration } from "../../../config/resolve/engines/mariadb/configuration";
import {
  connectionMemory,
  mariadbMemory,
  serverMemory,
} from "../../../config/resolve/engines/mariadb/memory";
import { postgresql } from "../../../config/resolve/engines/postgresql";
import { postgresqlConfiguration } from "../../../config/resolve/engines/postgresql/configuration";
import { postgresqlMemory } from "../../../config/resolve/engines/postgresql/memory";

describe("the table of database engines", () => {
  it("mounts the data where the image of each version keeps it", () => {
    for (const version of ["15", "16", "17"]) {
      assert.equal(postgresql.dataFolder(version), "/var/lib/postgresql/data");
    }
    assert.equal(postgresql.dataFolder("18"), "/var/lib/postgresql");
  });

  it("derives PostgreSQL's settings from the memory limit", () => {
    assert.deepEqual(postgresqlMemory(4096), {
      sharedBuffers: 1024,
      effectiveCacheSize: 2560,
      maintenanceWorkMemory: 256,
      workMemory: 7,
      maximumConnections: 200,
    });
  });

  it("keeps the buffers and two sorts of every connection within any limit", () => {
    for (let limit = postgresql.minimumMemory; limit <= 65536; limit *= 2) {
      const { sharedBuffers, workMemory, maximumConnections } = postgresqlMemory(limit);
      assert.ok(sharedBuffers + 2 * maximumConnections * workMemory <= limit, String(limit));
      assert.ok(workMemory >= 1 && maximumConnections >= 30);
    }
  });

  it("sets every parameter once and nothing that would make the server unsafe", () => {
    const names = [...postgresqlConfiguration(512).matchAll(/^(\w+) = /gm)].map(([, name]) => name);
    assert.ok(names.length > 30);
    assert.deepEqual(names, [...new Set(names)]);
    assert.ok(!names.some((name) => ["fsync", "full_page_writes"].includes(name ?? "")));
  });

  it("derives MariaDB's settings from the memory limit", () => {
    assert.deepEqual(mariadbMemory(4096), {
      bufferPool: 2700,
      redoLog: 1024,
      temporaryTable: 64,
      maximumConnections: 200,
      accountConnections: 195,
    });
  });

  it("keeps MariaDB's pool and every connection within any limit", () => {
    for (let limit = mariadb.minimumMemory; limit <= 65536; limit += 64) {
      const { bufferPool, maximumConnections, accountConnections } = mariadbMemory(limit);
      const used = serverMemory + bufferPool + maximumConnections * connectionMemory;
      assert.ok(used <= limit, String(limit));
      // Smaller than five megabytes, the server would not start.
      assert.ok(bufferPool >= 32 && bufferPool % 2 === 0 && accountConnections >= 25);
    }
  });

  it("sets every parameter of MariaDB once, below one heading", () => {
    const text = mariadbConfiguration(512);
    const names = [...text.matchAll(/^([a-z]\w+)(?: = |$)/gm)].map(([, name]) => name);
    assert.ok(names.length > 40);
    assert.deepEqual(names, [...new Set(names)]);
    assert.deepEqual(text.match(/^\[.*\]$/gm), ["[mariadbd]"]);
  });

  it("leaves MariaDB's own accounts and databases alone", () => {
    for (const name of ["mysql", "sys", "root", "healthcheck", "public"]) {
      assert.ok(mariadb.reserved(name), name);
    }
    assert.ok(!mariadb.reserved("mysql_copies"));
  });
});

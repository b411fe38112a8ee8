import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

import { django } from "../../../blueprints/django";
import type { Blueprint } from "../../../blueprints/types";
import { resolve } from "../../../config/resolve";
import type { StackConfig } from "../../../config/stack-config";
import { putBack, sameData, takeRestorePoint } from "../../../release/restore-point";
import type { RestorePointSpec } from "../../../spec/lifecycle";
import { imageLock } from "../../fixtures/image-lock";
import { onMariadb } from "../../fixtures/mariadb";
import { development, withCopies } from "../../fixtures/stack-config";
import { fakeEngine } from "./fake-engine";

function resolved(
  config: StackConfig = development,
  blueprint: Blueprint = django,
): RestorePointSpec | undefined {
  const images = { ...imageLock, "palier/mariadb:10.11": { id: "sha256:0", labels: {} } };
  const { applications } = resolve(
    { project: "palier", stack: "s", config, images },
    { django: blueprint },
  );
  const [application] = applications;
  assert.ok(application);
  const { restorePoint } = application.lifecycle;
  assert.equal(
    application.volumes.some(({ name }) => name === restorePoint?.volume.name),
    restorePoint !== undefined,
  );
  return restorePoint;
}

function present<T>(value: T | undefined): T {
  assert.ok(value !== undefined);
  return value;
}

describe("what a restore point is declared to hold", () => {
  it("are the database and the volumes with data, in a protected volume of its own", () => {
    const spec = present(resolved());
    assert.equal(spec.volume.data, true);
    assert.equal(spec.volume.name, "palier-s-copies-restore-points");
    assert.deepEqual(
      spec.volumes.map(({ name, folder }) => [name, folder]),
      [["media", "/data/media"]],
    );
    assert.deepEqual(
      [spec.database?.engine, spec.database?.container, spec.database?.passwordFile],
      ["postgresql", "palier-s-copies-database", "/run/secrets/database-password"],
    );
    assert.equal(resolved(onMariadb)?.database?.engine, "mariadb");
  });

  it("leaves out what the blueprint says, and what a release makes again", () => {
    const volumes = {
      ...django.volumes,
      files: { path: "/f", holds: "data", writers: [], backupExcludes: ["cache", "a/temp"] },
    } as const;
    const spec = present(resolved(development, { ...django, volumes }));
    assert.deepEqual(
      spec.volumes.map(({ name, excludes }) => [name, excludes]),
      [
        ["media", []],
        ["files", ["cache", "a/temp"]],
      ],
    );
  });

  it("is nothing for an application without data", () => {
    const volumes = Object.fromEntries(
      Object.entries(django.volumes).map(([name, need]) => [
        name,
        { ...need, holds: "derived" as const },
      ]),
    );
    const bare: Blueprint = {
      ...django,
      ...{ database: undefined, cache: undefined, secretFiles: {}, environment: {}, volumes },
    };
    assert.equal(resolved(development, bare), undefined);
  });

  it("keeps as many as the stack says", () => {
    const release = {
      smokeTests: [],
      watch: undefined,
      maintenanceMinutes: undefined,
      timeZone: undefined,
      restorePoints: 9,
    };
    assert.equal(resolved()?.keep, 3);
    assert.equal(resolved(withCopies({ release }))?.keep, 9);
  });

  it("is reached by tools with the rights of files' owners, and with no way out", () => {
    const { tools } = present(resolved());
    assert.deepEqual(tools.capabilities, ["CHOWN", "DAC_OVERRIDE", "FOWNER", "FSETID"]);
    assert.deepEqual([tools.user, tools.readOnlyRoot], ["0:0", true]);
    assert.deepEqual(
      tools.networks.map(({ network }) => network),
      ["palier-s-copies-backend"],
    );
    assert.deepEqual(
      tools.mounts.filter(({ readOnly }) => readOnly).map(({ target }) => target),
      ["/run/secrets"],
    );
  });

  it("needs a file with the password of the database", () => {
    const secretFiles = Object.fromEntries(
      Object.entries(django.secretFiles).filter(([name]) => name !== "database-password"),
    );
    const environment = Object.fromEntries(
      Object.entries(django.environment).filter(
        ([, value]) => value.from !== "secret-file" || value.file !== "database-password",
      ),
    );
    assert.throws(
      () => resolved(development, { ...django, secretFiles, environment }),
      /Blueprint "django" has a database and no file that holds "database-password"/,
    );
  });
});

describe("the name of a restore point", () => {
  const context = {
    docker: fakeEngine().docker,
    stack: "s",
    application: "copies",
    signal: new AbortController().signal,
  };

  for (const id of [
    "",
    ".",
    "..",
    "../other",
    "a/b",
    "a.partial",
    "-rf",
    "a b",
    "a\nb",
    "x".repeat(101),
  ]) {
    it(`is refused when it is ${JSON.stringify(id.slice(0, 12))}, before the engine is asked`, async () => {
      const spec = present(resolved());
      const about = { image: "i", version: "1" };
      await assert.rejects(
        takeRestorePoint(context, spec, id, about),
        /is no name of a restore point/,
      );
      await assert.rejects(putBack(context, spec, id), /is no name of a restore point/);
    });
  }
});

describe("digests of data", () => {
  const digest = {
    tables: [{ table: "a", rows: 1, digest: "5" }],
    sequences: [{ sequence: "s", value: "1 true" }],
    schema: "x",
    volumes: [{ name: "media", files: 1, bytes: 2, digest: "d" }],
  };

  it("are of the same data only when everything is equal", () => {
    assert.equal(sameData(digest, structuredClone(digest)), true);
    for (const other of [
      { ...digest, tables: [{ table: "a", rows: 1, digest: "6" }] },
      { ...digest, sequences: [{ sequence: "s", value: "2 true" }] },
      { ...digest, schema: "y" },
      { ...digest, volumes: [] },
    ]) {
      assert.equal(sameData(digest, other), false);
    }
  });
});

describe("the scripts of the tools container", () => {
  const folder = join(__dirname, "../../../release/restore-point/tools");
  const text = (file: string) => readFileSync(join(folder, file), "utf8");

  it("are short enough for one argument of a command", () => {
    const sizes = readdirSync(folder).map((file) => Buffer.byteLength(text(file)));
    // The kernel's limit for one argument is 128 KiB; all of them together stay far below.
    assert.ok(sizes.reduce((sum, size) => sum + size, 0) < 64 * 1024);
  });

  it("offer the same functions for every engine", () => {
    const functions = (file: string) =>
      [...text(file).matchAll(/^(\w+)\(\) \{/gm)].map(([, name]) => name ?? "");
    const needed = functions("no-database.sh");
    assert.ok(needed.length > 5);
    for (const file of ["postgresql.sh", "mariadb.sh"]) {
      const offered = functions(file);
      assert.deepEqual(
        needed.filter((name) => !offered.includes(name)),
        [],
        file,
      );
    }
  });
});

import assert from "node:assert/strict";

import {
  fits,
  type Guarded,
  type GuardedStep,
  objectionTo,
} from "../../../components/shared/guard-judgement";
import { development } from "../../fixtures/stack-config";
import { containerType, find, ofType, passwordType, runProgram, volumeType } from "./program";

const label = { label: "palier.stack", value: "prod" };
const volume: Guarded = {
  kind: "volume",
  physicalName: "palier-prod-copies-media",
  labels: { "palier.stack": "prod" },
};
const volumeInputs = { name: "palier-prod-copies-media", labels: [label] };
const server: Guarded = {
  kind: "server",
  database: "postgresql 15",
  data: { resource: "copies-database-data", physicalName: "palier-prod-copies-database-data" },
};
const mounts = [
  { type: "volume", source: "palier-prod-copies-database-data", target: "/data", readOnly: false },
  { type: "volume", source: "palier-prod-copies-database-secrets", target: "/s", readOnly: true },
];

function serverInputs(database: string | undefined, mounted: object[] = mounts) {
  const labels = database === undefined ? [] : [{ label: "palier.database", value: database }];
  return { mounts: mounted, labels };
}

function step(
  kind: Guarded["kind"],
  name: string,
  oldInputs?: Record<string, unknown>,
  newInputs?: Record<string, unknown>,
): GuardedStep {
  return { kind, name, oldInputs, newInputs };
}

describe("the judgement of the guard", () => {
  it("lets first creations and changes in place pass", () => {
    for (const declared of [volume, { kind: "secret" } as const]) {
      const { kind } = declared;
      assert.equal(
        objectionTo(step(kind, "x", undefined, volumeInputs), declared, false),
        undefined,
      );
      assert.equal(
        objectionTo(step(kind, "x", volumeInputs, volumeInputs), declared, true),
        undefined,
      );
    }
  });

  it("refuses to make anew what the state knows, before the new one is there", () => {
    const found = objectionTo(
      step("secret", "copies-secret-key", undefined, {}),
      { kind: "secret" },
      true,
    );
    assert.deepEqual(found, {
      allow: "replace",
      resource: "copies-secret-key",
      harm: "copies-secret-key would be replaced by a new one",
    });
  });

  it("tells a deletion, of what is declared or not, from the first half of a replacement", () => {
    const deletion = (declared: Guarded | undefined, inputs: Record<string, unknown>) =>
      objectionTo(step("volume", "copies-media", inputs), declared, true);
    assert.equal(deletion(volume, volumeInputs)?.allow, "delete");
    assert.equal(deletion(undefined, volumeInputs)?.allow, "delete");
    assert.match(deletion(undefined, volumeInputs)?.harm ?? "", /declares it no more/);
    for (const old of [
      { ...volumeInputs, name: "palier-prod-copies-files" },
      { ...volumeInputs, labels: [{ ...label, value: "old" }] },
      { ...volumeInputs, labels: [] },
      { ...volumeInputs, labels: [label, { label: "more", value: "" }] },
    ]) {
      assert.equal(deletion(volume, old)?.allow, "replace");
    }
    assert.equal(
      objectionTo(step("secret", "copies-secret-key", {}), { kind: "secret" }, true)?.allow,
      "delete",
    );
  });

  it("refuses another engine, another major and an older version of a database", () => {
    const change = (from: object, to: object) =>
      objectionTo(
        step("database", "copies-database", { database: from }, { database: to }),
        { kind: "database" },
        true,
      );
    const old = { engine: "mariadb", version: "10.11" };
    assert.equal(change(old, old), undefined);
    assert.equal(change({}, old), undefined);
    assert.deepEqual(change(old, { engine: "postgresql", version: "15" }), {
      allow: "database-version",
      resource: "copies-database",
      harm: "copies-database would go from mariadb 10.11 to postgresql 15, which its data files do not fit",
    });
  });

  for (const [from, to, good] of [
    ["postgresql 15", "postgresql 15", true],
    ["postgresql 15", "postgresql 16", false],
    ["postgresql 16", "postgresql 15", false],
    ["mariadb 10.6", "mariadb 10.11", true],
    ["mariadb 10.11", "mariadb 10.6", false],
    ["mariadb 10.11", "mariadb 11.4", false],
    ["mariadb 10.11", "mysql 10.11", false],
  ] as const) {
    it(`finds that data of ${from} ${good ? "fits" : "does not fit"} ${to}`, () => {
      assert.equal(fits(from, to), good);
    });
  }

  it("refuses to put a server on another volume or another version, also when only it is targeted", () => {
    const change = (inputs: Record<string, unknown>) =>
      objectionTo(step("server", "copies-database", inputs), server, true);
    assert.equal(change(serverInputs("postgresql 15")), undefined);
    assert.equal(change(serverInputs(undefined)), undefined);
    assert.equal(change(serverInputs("postgresql 16"))?.allow, "database-version");
    const elsewhere = [{ ...mounts[0], source: "palier-prod-copies-old" }, mounts[1] ?? {}];
    assert.deepEqual(change(serverInputs("postgresql 15", elsewhere)), {
      allow: "replace",
      resource: "copies-database-data",
      harm: "copies-database would run on another volume than the one with its data",
    });
  });

  it("lets a server go that is declared no more, since its volume stays", () => {
    assert.equal(
      objectionTo(step("server", "x", serverInputs("postgresql 15")), undefined, true),
      undefined,
    );
    assert.equal(objectionTo(step("database", "x", { database: {} }), undefined, true), undefined);
  });

  it("survives inputs of any form", () => {
    for (const odd of [undefined, null, 1, "text", [1, null], { a: 1 }]) {
      const inputs = { name: odd, labels: odd, mounts: odd, database: odd };
      assert.equal(objectionTo(step("server", "x", inputs), server, true), undefined);
      assert.equal(objectionTo(step("database", "x", inputs, inputs), undefined, true), undefined);
      assert.equal(objectionTo(step("volume", "x", inputs), volume, true)?.allow, "replace");
    }
  });
});

describe("the hooks of the guard", () => {
  const all = ["beforeCreate guard", "beforeUpdate guard", "beforeDelete guard"];

  it("are on everything that cannot be made again, and on the servers, of a guarded stack", async () => {
    const run = await runProgram({ ...development, role: "standby" });
    const hooked = run.resources.filter(({ hooks }) => hooks.length > 0);
    assert.deepEqual(hooked.map(({ name }) => name).sort(), [
      "copies-admin-password",
      "copies-cache",
      "copies-cache-data",
      "copies-cache-password",
      "copies-database",
      "copies-database",
      "copies-database-data",
      "copies-database-password",
      "copies-database-superuser-password",
      "copies-media",
      "copies-restore-points",
      "copies-secret-key",
      "journal",
    ]);
    for (const { hooks } of hooked) assert.deepEqual(hooks, all);
    assert.deepEqual(find(run, "palier:database:Database", "copies-database").hooks, all);
    const kept = [...ofType(run, volumeType), ...ofType(run, passwordType)];
    assert.deepEqual(
      kept.map(({ name, hooks }) => [name, hooks.length > 0]),
      kept.map(({ name, protect }) => [name, protect]),
    );
    assert.deepEqual(find(run, containerType, "proxy").hooks, []);
  });

  it("are on nothing elsewhere", async () => {
    const { resources } = await runProgram(development);
    assert.deepEqual(
      resources.filter(({ hooks }) => hooks.length > 0),
      [],
    );
  });
});

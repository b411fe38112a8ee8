import assert from "node:assert/strict";

import { resolve } from "../../../../config/resolve";
import {
  drillLayout,
  measuringSpec,
  restoringSpec,
  serverContainer,
  takingSpec,
} from "../../../../release/restore-drill/layout";
import { drillSecrets } from "../../../../release/restore-drill/secrets";
import { neededBytes } from "../../../../release/restore-drill/space";
import { fileText } from "../../../../spec/file-text";
import { imageLock } from "../../../fixtures/image-lock";
import { anne } from "../../../fixtures/journal";
import { development } from "../../../fixtures/stack-config";

const [application] = resolve({
  project: "palier",
  stack: "s",
  config: development,
  images: imageLock,
}).applications;
assert.ok(application?.database && application.lifecycle.restorePoint);
const { database } = application;
const spec = application.lifecycle.restorePoint;
const owner = { project: "palier", stack: "s", application: "copies" };
const layout = drillLayout(owner, { actor: anne, since: "2026-01-01T10:00:00.000Z" });
const live = new Set([
  ...spec.tools.mounts.map(({ source }) => source),
  ...database.container.mounts.map(({ source }) => source),
]);

describe("what a restore drill makes", () => {
  it("has names and labels of its own", () => {
    assert.equal(layout.base, "palier-s-copies-restore-drill");
    assert.equal(layout.labels["palier.component"], "restore-drill");
    assert.match(layout.labels["palier.drill"] ?? "", /"pid":4711/);
  });

  it("reads what runs, and writes into its own volume alone", () => {
    const taking = takingSpec(spec, layout);
    assert.deepEqual(
      taking.tools.mounts.filter(({ readOnly }) => !readOnly).map(({ source }) => source),
      [layout.points],
    );
    assert.equal(taking.volume.name, layout.points);
    assert.deepEqual(taking.tools.networks, spec.tools.networks);
    assert.deepEqual(taking.tools.labels, layout.labels);
  });

  it("measures without any volume that could be made by naming it", () => {
    const measuring = measuringSpec(spec, layout);
    assert.ok(measuring.tools.mounts.every(({ readOnly }) => readOnly));
    const named = measuring.tools.mounts.map(({ source }) => source);
    assert.ok(!named.includes(spec.volume.name) && !named.includes(layout.points));
  });

  it("restores without anything of what runs", () => {
    const restoring = restoringSpec(spec, layout);
    const server = serverContainer(database, "sha256:9", layout);
    const mounts = [...restoring.tools.mounts, ...server.mounts];
    assert.deepEqual(
      mounts.filter(({ source }) => live.has(source)),
      [],
    );
    const volumes = new Set(mounts.map(({ source }) => source));
    assert.equal(volumes.size, mounts.length, "no two share a volume");
    const networks = [...restoring.tools.networks, ...server.networks];
    assert.ok(networks.every(({ network }) => network === layout.network));
    assert.equal(restoring.database?.container, layout.server);
    assert.deepEqual([server.image, server.labels], ["sha256:9", layout.labels]);
    assert.ok(server.networks[0]?.aliases.includes(database.connection.host));
  });

  it("has passwords of its own, another each time, in files alone", () => {
    const [one, other] = [drillSecrets(database), drillSecrets(database)];
    assert.ok(one.has(database.connection.passwordSecret) && one.size >= 2);
    const values = [...one.values(), ...other.values()];
    assert.equal(new Set(values).size, values.length);
    assert.ok(values.every((value) => /^[0-9a-f]{48}$/.test(value)));
    const server = JSON.stringify(serverContainer(database, "sha256:9", layout));
    assert.ok(values.every((value) => !server.includes(value)));
  });

  it("has the declared files, with those passwords in them", () => {
    const secret = (): string => "$&secret";
    const url = { from: "url", scheme: "x", user: "u", secret: "p", host: "h", port: 1 } as const;
    assert.deepEqual(
      [
        fileText({ from: "text", text: "{{p}}" }, secret),
        fileText({ from: "secret", secret: "p" }, secret),
        fileText({ from: "template", text: "a {{p}} b {{p}}", secrets: ["p"] }, secret),
        fileText({ ...url, path: "/d" }, () => "abc"),
      ],
      ["{{p}}", "$&secret", "a $&secret b $&secret", "x://u:abc@h:1/d"],
    );
  });

  it("needs room for the restore point, the files again, and the database twice", () => {
    const empty = neededBytes(0, 0);
    assert.ok(empty > 0);
    assert.ok(neededBytes(1000, 0) - empty >= 3000);
    assert.ok(neededBytes(0, 1000) - empty >= 2000);
  });
});

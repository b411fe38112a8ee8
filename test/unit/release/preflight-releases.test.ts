import assert from "node:assert/strict";

import { resolve } from "../../../config/resolve";
import { currentActor } from "../../../release/actor";
import { lockName } from "../../../release/lock";
import { lockLabels } from "../../../release/lock/labels";
import { findImages } from "../../../release/preflight/images";
import { findLocks } from "../../../release/preflight/locks";
import { findRepairs } from "../../../release/preflight/repairs";
import type { Actor } from "../../../spec/journal";
import type { PreviousState } from "../../../spec/previous-state";
import { imageLock } from "../../fixtures/image-lock";
import { anne } from "../../fixtures/journal";
import { development, withCopies } from "../../fixtures/stack-config";
import { engineError, fakeEngine, type FakeContainer, type FakeObjects } from "./fake-engine";

const byDigest = `127.0.0.1:5000/exam@sha256:${"a".repeat(64)}`;

function specOf(config = development) {
  return resolve({ project: "palier", stack: "local", config, images: imageLock, approvals: [] });
}

const previous: PreviousState = {
  names: new Set(),
  urns: new Set(),
  guarded: [],
  dataVolumes: [],
  volumes: [],
  repairs: { copies: "kept", proxy: "kept" },
};

function context(objects: FakeObjects, spec = specOf()) {
  return { docker: fakeEngine(objects).docker, spec, previous };
}

describe("images of an update", () => {
  const spec = specOf(withCopies({ image: byDigest }));
  const found = (images: FakeObjects["images"]) =>
    findImages(context(images === undefined ? {} : { images }, spec));

  it("may be on the engine or in a registry", async () => {
    assert.deepEqual(await found(undefined), { missing: [], unknown: [] });
    const { missing, unknown } = await found(() => "registry");
    assert.deepEqual(unknown, []);
    // An image ID is never looked for in a registry.
    assert.ok(missing.length > 0 && missing.every((line) => !line.includes(byDigest)));
  });

  it("that are nowhere are told with the application, the key, the image and what to do", async () => {
    const { missing, unknown } = await found((name) =>
      name === byDigest ? engineError(404, "manifest unknown: manifest unknown") : undefined,
    );
    assert.deepEqual(unknown, []);
    assert.deepEqual(missing, [
      `The image of copies (palier:applications.copies.image) is neither on the engine nor in its registry: ${byDigest}: manifest unknown: manifest unknown; correct palier:applications.copies.image, or push the image; nothing was changed.`,
    ]);
  });

  it("that were built on this machine and removed are built again", async () => {
    const { missing } = await found((name) =>
      name === imageLock["palier/postgres:15"]?.id ? engineError(404) : undefined,
    );
    assert.equal(missing.length, 1);
    assert.match(
      missing[0] ?? "",
      /^The image of the database of copies \(palier:images\.postgresql\["15"\]\)/,
    );
    assert.match(missing[0] ?? "", /run make images/);
  });

  it("are known to nobody when the registry does not answer", async () => {
    const { missing, unknown } = await found((name) =>
      name === byDigest ? engineError(500, "dial tcp: connection refused") : undefined,
    );
    assert.deepEqual(missing, []);
    assert.match(unknown[0] ?? "", /copies .*does not answer: \S+: dial tcp: connection refused/);
  });

  it("are missing when the registry refuses to show them, whatever the engine makes of it", async () => {
    for (const error of [engineError(401, "x"), engineError(500, "denied: access forbidden")]) {
      const { missing } = await found((name) => (name === byDigest ? error : undefined));
      assert.equal(missing.length, 1);
    }
  });
});

describe("locks of releases", () => {
  const lock = (actor: Actor, changes: Partial<FakeContainer> = {}): FakeContainer => ({
    id: "1234",
    name: lockName("local", "copies"),
    labels: lockLabels("local", "copies", { actor, since: "2026-01-01T10:00:00.000Z" }),
    state: "created",
    ...changes,
  });
  const gone = async (): Promise<Actor> => ({ ...(await currentActor()), started: "another" });
  const repairOf = async (container: FakeContainer) =>
    (await findRepairs(context({ containers: [container] }))).copies;

  it("of a living process, or of one that nobody here can see, keep an update from beginning", async () => {
    for (const actor of [await currentActor(), anne]) {
      const { held, left } = await findLocks(context({ containers: [lock(actor)] }));
      assert.deepEqual(left, []);
      assert.match(
        held[0] ?? "",
        new RegExp(`^A release of copies is under way \\(${actor.user}@`),
      );
      assert.match(held[0] ?? "", /make unlock STACK=local APP=copies; nothing was changed\.$/);
      assert.equal(await repairOf(lock(actor)), "kept");
    }
  });

  it("that say nothing of their holder do as well", async () => {
    const labels = { ...lock(anne).labels, "palier.lock": "" };
    const { held } = await findLocks(context({ containers: [lock(anne, { labels })] }));
    assert.equal(held.length, 1);
  });

  it("of an ended process, or set aside, make the application be released again", async () => {
    const aside = lock(anne, { name: `${lockName("local", "copies")}-set-aside-1234` });
    for (const container of [lock(await gone()), aside]) {
      const { held, left } = await findLocks(context({ containers: [container] }));
      assert.deepEqual(held, []);
      assert.deepEqual(left, [{ application: "copies", id: "1234" }]);
      const repair = await repairOf(container);
      assert.match(repair ?? "", /^[0-9a-f]{12}$/);
      assert.notEqual(await repairOf({ ...container, id: "5678" }), repair);
    }
  });

  it("of another stack or application concern nobody", async () => {
    const dead = await gone();
    const other = (labels: Record<string, string>) =>
      lock(dead, { labels: { ...lock(dead).labels, ...labels } });
    assert.equal(await repairOf(other({ "palier.stack": "prod" })), "kept");
    assert.equal(await repairOf(other({ "palier.application": "marks" })), "kept");
  });
});

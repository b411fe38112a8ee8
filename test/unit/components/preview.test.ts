import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import * as pulumi from "@pulumi/pulumi";

import { readPreviousState } from "../../../config/previous-state";
import { withPlainErrors } from "../../../components";
import { expectedErrors, prepare } from "../../../prepare";
import { EngineUnavailable } from "../../../toolchain/engine";
import { imageLock } from "../../fixtures/image-lock";
import { mockEngine } from "../../support/mocks";

const nowhere = "unix:///nonexistent/palier-test-release.sock";

const configuration = {
  "palier:tier": "development",
  "palier:role": "primary",
  "palier:engine": { endpoint: nowhere },
  "palier:images": {
    postgresql: { "15": "palier/postgres:15" },
    redis: "palier/redis:7",
    nginx: "palier/nginx:1.22",
    backup: "palier/backup:1",
  },
  "palier:proxy": {
    address: "127.0.0.1",
    httpPort: 8080,
    httpsPort: 8443,
    tls: { source: "local-ca" },
  },
  "palier:applications": {
    copies: {
      blueprint: "django",
      image: "palier/example-django:1.0.0",
      version: "1.0.0",
      host: "copies.localhost",
    },
  },
};

const volume = "urn:pulumi:local::palier::palier:x:X$docker:index/volume:Volume::data";
const command = "urn:pulumi:local::palier::command:local:Command::copies-release";

/** What the engine says of the stack's last update. */
const previously = {
  "pulumi:pulumi:readStackOutputs": {
    outputs: {
      dataVolumes: ["palier-local-copies-media"],
      guarded: ["copies-media"],
      repairs: { copies: "abc" },
      tier: 1,
    },
  },
  "pulumi:pulumi:readStackResourceOutputs": {
    outputs: {
      [volume]: { type: "t", outputs: { name: "palier-local-copies-media" } },
      [command]: { type: "t", outputs: { name: "not-an-object-of-the-engine" } },
      "urn:pulumi:local::palier::docker:index/container:Container::nameless": {},
    },
  },
};

describe("preparing a deployment", () => {
  let root: string;

  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), "palier-prepare-"));
    mkdirSync(join(root, ".palier"));
    writeFileSync(join(root, "Pulumi.yaml"), "name: palier\n");
    writeFileSync(join(root, ".palier", "images.json"), JSON.stringify(imageLock));
    const values = Object.entries(configuration).map(([key, value]) => [
      key,
      typeof value === "string" ? value : JSON.stringify(value),
    ]);
    pulumi.runtime.setAllConfig(Object.fromEntries(values) as Record<string, string>, []);
  });

  afterEach(() => {
    rmSync(root, { recursive: true, force: true });
    pulumi.runtime.setAllConfig({}, []);
  });

  it("previews without an engine, and leaves the repairs as they were", async () => {
    await mockEngine({ preview: true, calls: previously });
    const { spec, repairs } = await prepare(root);
    assert.equal(spec.engine.endpoint, nowhere);
    assert.deepEqual(
      spec.applications.map(({ name }) => name),
      ["copies"],
    );
    assert.deepEqual(repairs, { copies: "abc" });
  });

  it("refuses to update without an engine, with a message for people", async () => {
    await mockEngine({ preview: false, calls: previously });
    await assert.rejects(prepare(root), (error) => {
      assert.ok(error instanceof EngineUnavailable);
      assert.ok(error.message.includes("/nonexistent/palier-test-release.sock"), error.message);
      return true;
    });
    await assert.rejects(
      withPlainErrors(expectedErrors, () => prepare(root)),
      (error) => pulumi.RunError.isInstance(error),
    );
  });

  it("keeps the trace of what nobody expected", async () => {
    const defect = new TypeError("a defect");
    await assert.rejects(
      withPlainErrors(expectedErrors, () => Promise.reject(defect)),
      (error) => error === defect,
    );
  });

  it("finds nothing before the first update", async () => {
    await mockEngine({
      calls: {
        "pulumi:pulumi:readStackOutputs": {},
        "pulumi:pulumi:readStackResourceOutputs": {},
      },
    });
    assert.deepEqual(await readPreviousState(), {
      names: new Set(),
      urns: new Set(),
      guarded: [],
      dataVolumes: [],
      volumes: [],
      repairs: {},
    });
  });

  it("finds names of the engine's objects, data volumes and repairs of the last update", async () => {
    await mockEngine({ calls: previously });
    assert.deepEqual(await readPreviousState(), {
      names: new Set(["palier-local-copies-media"]),
      urns: new Set(Object.keys(previously["pulumi:pulumi:readStackResourceOutputs"].outputs)),
      tier: undefined,
      guarded: ["copies-media"],
      dataVolumes: ["palier-local-copies-media"],
      volumes: [],
      repairs: { copies: "abc" },
    });
  });
});

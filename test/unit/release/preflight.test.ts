import assert from "node:assert/strict";
import { once } from "node:events";
import { createServer, type AddressInfo, type Server } from "node:net";
import { readFileSync } from "node:fs";

import { resolve } from "../../../config/resolve";
import { foreignNames } from "../../../release/preflight/names";
import { heldPorts } from "../../../release/preflight/ports";
import { findRepairs } from "../../../release/preflight/repairs";
import { missingVolumes } from "../../../release/preflight/volumes";
import type { DeploymentSpec } from "../../../spec/deployment";
import type { PreviousState } from "../../../spec/previous-state";
import { imageLock } from "../../fixtures/image-lock";
import { development } from "../../fixtures/stack-config";
import { fakeEngine, type FakeContainer, type FakeObjects } from "./fake-engine";

function specOn(httpPort: number, endpoint = development.engine.endpoint): DeploymentSpec {
  const config = {
    ...development,
    engine: { ...development.engine, endpoint },
    proxy: { ...development.proxy, httpPort, httpsPort: httpPort + 1 },
  };
  return resolve({ project: "palier", stack: "local", config, images: imageLock });
}

const spec = specOn(8080);
const nothing: PreviousState = {
  names: new Set(),
  urns: new Set(),
  guarded: [],
  dataVolumes: [],
  volumes: [],
  repairs: {},
};

function context(objects: FakeObjects, previous: Partial<PreviousState> = {}, of = spec) {
  return { docker: fakeEngine(objects).docker, spec: of, previous: { ...nothing, ...previous } };
}

describe("missing data volumes", () => {
  const media = "palier-local-copies-media";
  const database = "palier-local-copies-database-data";

  it("are each named with the command that makes an empty one as it was declared", async () => {
    const objects = { volumes: [{ name: database }] };
    const [line, ...others] = await missingVolumes(
      context(objects, { dataVolumes: [database, media] }),
    );
    assert.deepEqual(others, []);
    const { labels } = spec.applications[0]?.volumes.find(({ name }) => name === media) ?? {};
    const flags = Object.entries(labels ?? {}).map(([key, value]) => `--label ${key}=${value}`);
    assert.ok(flags.length > 3);
    assert.ok(line);
    assert.ok(line.startsWith(`Data volume ${media} was there at the last update and is gone`));
    assert.ok(line.endsWith(`docker volume create ${flags.join(" ")} ${media}`), line);
  });

  it("are missed as well when a killed first update left them in the state alone", async () => {
    const lines = await missingVolumes(context({}, { names: new Set([media]) }));
    assert.equal(lines.length, 1);
  });

  it("are not missed at a first update, nor when they hold nothing worth keeping", async () => {
    assert.deepEqual(await missingVolumes(context({})), []);
    const previous = { names: new Set(["palier-local-copies-static"]) };
    assert.deepEqual(await missingVolumes(context({}, previous)), []);
  });
});

describe("names on the engine", () => {
  const ours = { "palier.project": "palier", "palier.stack": "local" };
  const names = {
    containers: ["palier-local-proxy", "palier-local-copies-database"],
    networks: ["palier-local-edge"],
    volumes: ["palier-local-copies-media"],
  };
  const objects = (labels?: Record<string, string>): FakeObjects =>
    Object.fromEntries(
      Object.entries(names).map(([kind, list]) => [
        kind,
        list.map((name) => (labels ? { name, labels } : { name })),
      ]),
    );

  it("of someone else are told one by one", async () => {
    const other = { ...ours, "palier.stack": "other" };
    for (const labels of [undefined, other]) {
      const lines = await foreignNames(context(objects(labels)));
      assert.deepEqual(
        lines.map((line) => line.split(" exists already")[0]),
        [
          "The container palier-local-proxy",
          "The container palier-local-copies-database",
          "The network palier-local-edge",
          "The volume palier-local-copies-media",
        ],
      );
    }
  });

  it("of a lost state of this stack are told in one line", async () => {
    const lines = await foreignNames(context(objects(ours)));
    assert.equal(lines.length, 1);
    assert.ok(lines[0]?.includes("container palier-local-proxy, container palier-local-copies"));
    assert.ok(lines[0]?.includes("volume palier-local-copies-media"));
  });

  it("that the state knows, or that nothing wants, are left alone, stopped ones included", async () => {
    const known = new Set(Object.values(names).flat());
    assert.deepEqual(await foreignNames(context(objects(), { names: known })), []);
    const volumes = [{ name: "palier-local-proxy" }, { name: "someone-elses" }];
    assert.deepEqual(await foreignNames(context({ volumes })), []);
    const stopped = [{ name: "palier-local-proxy", state: "exited" }];
    assert.equal((await foreignNames(context({ containers: stopped }))).length, 1);
  });

  it("of a data volume that was put back are accepted", async () => {
    const volumes = [{ name: "palier-local-copies-media", labels: ours }];
    const previous = { dataVolumes: ["palier-local-copies-media"] };
    assert.deepEqual(await foreignNames(context({ volumes }, previous)), []);
  });
});

describe("held ports", () => {
  let server: Server;
  let port: number;

  beforeEach(async () => {
    server = createServer().listen(0, "127.0.0.1");
    await once(server, "listening");
    ({ port } = server.address() as AddressInfo);
  });

  afterEach(() => {
    server.close();
  });

  const container = (name: string, IP: string): FakeContainer => ({
    name,
    ports: [{ IP, PublicPort: port }, { IP: "" }],
  });

  it("are told with the process that listens", async () => {
    const name = readFileSync("/proc/self/comm", "utf8").trim();
    const lines = await heldPorts(context({}, {}, specOn(port)));
    const start = `Port ${port} on 127.0.0.1 is held by ${name} (process ${process.pid}): stop it`;
    assert.ok(lines[0]?.startsWith(start), lines[0]);
  });

  it("are free again once the process has ended", async () => {
    server.close();
    await once(server, "close");
    assert.deepEqual(
      (await heldPorts(context({}, {}, specOn(port)))).filter((line) => line.includes(`${port} `)),
      [],
    );
  });

  it("are told with the container that publishes them on the same or on every address", async () => {
    for (const address of ["127.0.0.1", "0.0.0.0", "::"]) {
      const objects = { containers: [container("other", address)] };
      const lines = await heldPorts(context(objects, {}, specOn(port, "tcp://192.0.2.1:2375")));
      assert.equal(lines.length, 1);
      assert.ok(lines[0]?.includes("is held by the container other:"), lines[0]);
    }
  });

  it("are no problem on another address, nor when the stack's own proxy holds them", async () => {
    const remote = specOn(port, "tcp://192.0.2.1:2375");
    const elsewhere = { containers: [container("other", "127.0.0.9")] };
    assert.deepEqual(await heldPorts(context(elsewhere, {}, remote)), []);
    const own = { containers: [container("palier-local-proxy", "127.0.0.1")] };
    assert.deepEqual((await heldPorts(context(own, {}, specOn(port)))).slice(1), []);
    assert.deepEqual(await heldPorts(context(own, {}, remote)), []);
  });
});

describe("stopped containers of the release in service", () => {
  const current = spec.applications[0]?.processes[0]?.containers[0]?.spec ?? "";
  const labels = {
    "palier.project": "palier",
    "palier.stack": "local",
    "palier.application": "copies",
    "palier.process": "web",
    "palier.spec": current,
  };
  const stopped: FakeContainer = {
    name: "web",
    id: "1",
    labels,
    state: "exited",
    finishedAt: "2026-01-01T00:00:00Z",
  };
  const repairOf = async (...containers: FakeContainer[]): Promise<string | undefined> =>
    (await findRepairs(context({ containers }, { repairs: { copies: "kept" } }))).copies;

  it("give the application a new repair value, another one for every stop", async () => {
    const first = await repairOf(stopped);
    assert.match(first ?? "", /^[0-9a-f]{12}$/);
    assert.equal(await repairOf(stopped), first);
    assert.notEqual(await repairOf({ ...stopped, finishedAt: "2026-01-02T00:00:00Z" }), first);
    assert.notEqual(await repairOf({ ...stopped, id: "2" }), first);
  });

  it("of another release, application or stack change nothing, and neither do running ones", async () => {
    const other = (changes: Record<string, string>) => ({
      ...stopped,
      labels: { ...labels, ...changes },
    });
    for (const container of [
      { ...stopped, state: "running" },
      { ...stopped, state: "restarting" },
      other({ "palier.spec": "older" }),
      other({ "palier.application": "marks" }),
      other({ "palier.stack": "prod" }),
    ]) {
      assert.equal(await repairOf(container), "kept");
    }
  });

  it("had no repair value at a first update", async () => {
    assert.deepEqual(await findRepairs(context({})), { proxy: "", copies: "" });
  });
});

describe("volumes that a deployment fills", () => {
  const secrets = "palier-local-copies-secrets";
  const proxy = "palier-local-proxy-configuration";
  const repairs = { copies: "kept", proxy: "kept" };
  const found = (there: readonly string[], known: readonly string[]) =>
    findRepairs(
      context({ volumes: there.map((name) => ({ name })) }, { repairs, volumes: [...known] }),
    );

  it("are filled again by their owner when they are gone", async () => {
    const { copies, proxy: kept } = await found([proxy], [secrets, proxy]);
    assert.match(copies ?? "", /^[0-9a-f]{12}$/);
    assert.equal(kept, "kept");
  });

  it("take the applications along when they are the proxy's, which says where users are sent", async () => {
    const { copies, proxy: changed } = await found([secrets], [secrets, proxy]);
    assert.notEqual(copies, "kept");
    assert.notEqual(changed, "kept");
  });

  it("are no reason for anything when they are there, or were never filled", async () => {
    assert.deepEqual(await found([secrets, proxy], [secrets, proxy]), repairs);
    assert.deepEqual(await found([], []), repairs);
  });
});

import assert from "node:assert/strict";

import { seconds } from "../../../policies/shared/duration";
import { type Workload, workloadOf } from "../../../policies/shared/workload";
import type { Resource } from "./support/harness";
import { container, labelled, service, volume } from "./support/resources";
import { asInPreview, isUnknownValue, unknownMap, unknownText } from "./support/unknown";

function view({ type, props }: Resource): Workload {
  const workload = workloadOf(type, asInPreview(props));
  assert.ok(workload);
  return workload;
}

/** What `each…` shows, every part of each entry read. */
function listed<Entry extends object>(
  eachOf: (visit: (entry: Entry) => void) => void,
  ...keys: readonly (keyof Entry)[]
): unknown[][] {
  const found: unknown[][] = [];
  eachOf((entry) => found.push(keys.map((key) => entry[key])));
  return found;
}

function parts(workload: Workload) {
  const paths: unknown[] = [];
  const mounts = listed(
    workload.eachMount.bind(workload),
    "type",
    "source",
    "target",
    "readOnly",
    "propagation",
  );
  workload.eachTmpfs((path) => paths.push(path));
  return {
    image: workload.image,
    user: workload.user,
    entrypoint: workload.entrypoint && [...workload.entrypoint],
    command: workload.command && [...workload.command],
    tests: [...(workload.healthCheck?.tests ?? [])],
    memory: workload.memory,
    cpus: workload.cpus,
    drops: [...(workload.capabilities?.drops ?? [])],
    adds: [...(workload.capabilities?.adds ?? [])],
    readOnlyRoot: workload.readOnlyRoot,
    stopGraceSeconds: workload.stopGraceSeconds,
    restart: workload.restart,
    logDriver: workload.logDriver,
    size: workload.logOptions?.["max-size"],
    component: workload.component,
    isLongRunning: workload.isLongRunning,
    publishesPorts: workload.publishesPorts,
    variables: listed(workload.eachVariable.bind(workload), "name", "value"),
    // Memory is a mount of a service and a property of a container.
    mounts: mounts.filter(([type]) => type !== "tmpfs"),
    ports: listed(workload.eachPort.bind(workload), "internal", "external"),
    labels: listed(workload.eachLabel.bind(workload), "label", "value"),
    networks: listed(workload.eachNetwork.bind(workload), "name"),
    tmpfs: paths,
  };
}

const full = {
  image: "nginx:1",
  user: "10:10",
  entrypoints: ["/bin/tini"],
  command: ["nginx", "-g"],
  envs: ["A=b=c", "EMPTY="],
  mounts: [{ type: "bind", source: "/a", target: "/b", bindOptions: { propagation: "rshared" } }],
  volumes: [{ volumeName: "data", containerPath: "/data", readOnly: true }],
  tmpfs: { "/run": "" },
  ports: [{ internal: 80, external: 8080 }],
  capabilities: { drops: ["ALL"], adds: ["CHOWN"] },
  cpus: "0.5",
  labels: labelled({ component: "proxy" }),
};

describe("a workload", () => {
  for (const [what, changes, some] of [
    [
      "everything",
      full,
      {
        memory: 256,
        cpus: 0.5,
        restart: "always",
        component: "proxy",
        stopGraceSeconds: 60,
        tmpfs: ["/run"],
        mounts: [
          ["bind", "/a", "/b", false, "rshared"],
          ["volume", "data", "/data", true, undefined],
        ],
        variables: [
          ["A", "b=c"],
          ["EMPTY", ""],
        ],
      },
    ],
    ["a task", { restart: "no", mustRun: false }, { isLongRunning: false, restart: "no" }],
    [
      "a host's folder in the older form",
      { volumes: [{ hostPath: "/a", containerPath: "/b" }] },
      {},
    ],
    [
      "nothing",
      Object.fromEntries(Object.keys(container(full).props).map((key) => [key, undefined])),
      { memory: undefined, restart: undefined, isLongRunning: true, variables: [], ports: [] },
    ],
  ] as const) {
    it(`is the same as a container and as a service: ${what}`, () => {
      const [asContainer, asService] = [container(changes), service(changes)].map((one) =>
        parts(view(one)),
      );
      assert.deepEqual(asService, asContainer);
      assert.deepEqual({ ...asContainer, ...some }, asContainer);
    });
  }

  it("knows what kind it is, and how that spells things", () => {
    const [one, other] = [view(container()), view(service())];
    assert.deepEqual([one.service, other.container], [undefined, undefined]);
    assert.equal(one.container?.memory, 256);
    assert.equal(other.service?.taskSpec?.resources?.limits?.memoryBytes, 256 * 2 ** 20);
    assert.deepEqual(Object.keys(one.spelling), Object.keys(other.spelling));
    assert.notEqual(one.spelling.memory, other.spelling.memory);
  });

  it("is neither a volume nor anything else", () => {
    assert.equal(workloadOf(volume("data", true).type, {}), undefined);
  });

  it("reads a value when it is asked for, and no sooner", () => {
    const workload = view(container({ image: unknownText, mounts: [{ source: unknownText }] }));
    assert.throws(() => workload.image, isUnknownValue);
    assert.equal(workload.user, "10001:10001");
    let readOnly: boolean | undefined;
    workload.eachMount((mount) => (readOnly = mount.readOnly));
    assert.equal(readOnly, false);
    assert.throws(() => listed(workload.eachMount.bind(workload), "source"), isUnknownValue);
  });

  it("knows the names of a service's variables where it does not know their values", () => {
    const workload = view(service({ envs: [`SECRET=${unknownText}`] }));
    assert.deepEqual(listed(workload.eachVariable.bind(workload), "name"), [["SECRET"]]);
    assert.throws(() => listed(workload.eachVariable.bind(workload), "value"), isUnknownValue);
  });

  it("visits the one form of a mount where the other is not known", () => {
    const known = { volumes: [{ volumeName: "data", containerPath: "/data" }] };
    const found: unknown[] = [];
    const visit = () => {
      view(container({ ...known, mounts: unknownMap })).eachMount(({ source }) =>
        found.push(source),
      );
    };
    assert.throws(visit, isUnknownValue);
    assert.deepEqual(found, ["data"]);
  });
});

describe("a duration", () => {
  for (const [text, value] of [
    ["30s", 30],
    ["1m30s", 90],
    ["1h", 3600],
    ["500ms", 0.5],
    ["1.5m", 90],
    ["0s", 0],
    ["30", undefined],
    ["soon", undefined],
    ["", undefined],
    [undefined, undefined],
  ] as const) {
    it(`${text ?? "that is missing"} is ${value ?? "none"}`, () => {
      assert.equal(seconds(text), value);
    });
  }
});

import assert from "node:assert/strict";

import type { ContainerSpec } from "../../../spec/container";
import type { RecordedResource } from "../../support/mocks";
import { development } from "../../fixtures/stack-config";
import { containerType, find, ofType, runProgram, type ProgramRun } from "./program";

const released = ["copies-beat", "copies-web-1", "copies-web-2", "copies-worker-1"];
const services = ["copies-cache", "copies-database", "proxy"];

/** Inputs of a container that no specification may choose. */
const hardening = {
  capabilities: { drops: ["ALL"] },
  securityOpts: ["no-new-privileges"],
  init: true,
  logDriver: "json-file",
  restart: "always",
};

function pick(inputs: Readonly<Record<string, unknown>>, names: readonly string[]): object {
  return Object.fromEntries(names.map((name) => [name, inputs[name]]));
}

function labelOf({ inputs }: RecordedResource, key: string): string | undefined {
  const labels = inputs.labels as { label: string; value: string }[];
  const values = labels.filter(({ label }) => label === key);
  assert.ok(values.length <= 1, `label ${key} twice`);
  return values[0]?.value;
}

function specs({ spec }: ProgramRun): ContainerSpec[] {
  return spec.applications
    .flatMap(({ database, cache, processes }) => [
      ...[database, cache].flatMap((service) => (service ? [service.container] : [])),
      ...processes.flatMap(({ containers }) => containers),
    ])
    .concat(spec.proxy.container);
}

describe("every container", () => {
  let run: ProgramRun;

  before(async () => {
    run = await runProgram(development);
  });

  it("is one of those that the specification has, and nothing else", () => {
    const names = ofType(run, containerType).map(({ name }) => name);
    assert.deepEqual(names.sort(), [...released, ...services].sort());
    assert.deepEqual(
      specs(run)
        .map(({ resource }) => resource)
        .sort(),
      names,
    );
  });

  it("has no rights, an init process, bounded logs and no swap, and comes back with the engine", () => {
    for (const { inputs, name } of ofType(run, containerType)) {
      assert.deepEqual(pick(inputs, Object.keys(hardening)), hardening, name);
      assert.deepEqual(inputs.logOpts, { "max-size": "10m", "max-file": "3" }, name);
      assert.ok(Number(inputs.memory) >= 32, name);
      assert.equal(inputs.memorySwap, inputs.memory, name);
      assert.equal(inputs.readOnly, true, name);
      for (const right of ["privileged", "devices", "networkMode", "pidMode", "ipcMode"]) {
        assert.equal(inputs[right], undefined, `${name} ${right}`);
      }
    }
  });

  it("takes everything else from its specification", () => {
    for (const spec of specs(run)) {
      const { inputs } = find(run, containerType, spec.resource);
      const check = spec.healthCheck;
      const expected = {
        name: spec.name,
        image: spec.image,
        entrypoints: spec.entrypoint,
        command: spec.command,
        envs: spec.environment,
        user: spec.user,
        mounts: spec.mounts,
        tmpfs: spec.tmpfs,
        networksAdvanced: spec.networks.map(({ network, aliases }) => ({ name: network, aliases })),
        ports: spec.ports.map(({ address, ...ports }) => ({
          ip: address,
          ...ports,
          protocol: "tcp",
        })),
        healthcheck: check && {
          tests: ["CMD", ...check.command],
          interval: check.interval,
          timeout: check.timeout,
          retries: check.retries,
          startPeriod: check.startPeriod,
        },
        memory: spec.limits.memory,
        cpuShares: spec.limits.cpuShares,
        cpus: spec.cpus,
        stopSignal: spec.stopSignal,
        stopTimeout: spec.stopGraceSeconds,
        destroyGraceSeconds: spec.stopGraceSeconds,
      };
      const plain = JSON.parse(JSON.stringify(expected)) as Record<string, unknown>;
      assert.deepEqual(JSON.parse(JSON.stringify(pick(inputs, Object.keys(expected)))), plain);
      for (const [key, value] of Object.entries(spec.labels)) {
        assert.equal(labelOf(find(run, containerType, spec.resource), key), value);
      }
      assert.equal(labelOf(find(run, containerType, spec.resource), "palier.spec"), spec.spec);
    }
  });

  it("is made stopped beside the old one when a release starts it, and waited for when nothing else does", () => {
    for (const name of released) {
      const { inputs, deleteBeforeReplace } = find(run, containerType, name);
      assert.deepEqual(pick(inputs, ["start", "mustRun", "wait", "name"]), {
        start: false,
        mustRun: false,
        wait: undefined,
        name: undefined,
      });
      assert.equal(deleteBeforeReplace, false, name);
    }
    for (const name of services) {
      const { inputs, deleteBeforeReplace } = find(run, containerType, name);
      assert.deepEqual(pick(inputs, ["start", "mustRun", "wait"]), {
        start: undefined,
        mustRun: undefined,
        wait: true,
      });
      assert.ok(Number(inputs.waitTimeout) >= 60, name);
      assert.ok(String(inputs.name).startsWith("palier-local-"), name);
      assert.equal(deleteBeforeReplace, true, name);
    }
  });

  it("is replaced when a file that it reads at start changes, and for nothing else", async () => {
    const digests = (one: ProgramRun) =>
      Object.fromEntries(
        ofType(one, containerType).map((container) => [
          container.name,
          labelOf(container, "palier.files"),
        ]),
      );
    const before = digests(run);
    assert.match(before["copies-web-1"] ?? "", /^[0-9a-f]{16}$/);
    assert.match(before["copies-database"] ?? "", /^[0-9a-f]{16}(-[0-9a-f]{16}){2}$/);
    assert.equal(before.proxy, undefined);
    for (const process of ["copies-web-2", "copies-worker-1", "copies-beat"]) {
      assert.equal(before[process], before["copies-web-1"]);
    }
    assert.deepEqual(digests(await runProgram(development)), before);
    const withMail = { ...development, secretKeys: ["copies-email-password"] };
    const after = digests(
      await runProgram(withMail, { secrets: { "copies-email-password": "x" } }),
    );
    const other = digests(
      await runProgram(withMail, { secrets: { "copies-email-password": "y" } }),
    );
    assert.notEqual(after["copies-web-1"], other["copies-web-1"]);
    assert.equal(after["copies-database"], before["copies-database"]);
  });

  it("takes plain values, so that a preview and a policy see them", () => {
    for (const { name, readsFrom } of ofType(run, containerType)) {
      assert.deepEqual(Object.keys(readsFrom), name === "proxy" ? [] : ["labels"], name);
    }
  });

  it("waits for its networks, its volumes and its files", () => {
    const { dependsOn } = find(run, containerType, "copies-database");
    assert.deepEqual(dependsOn, [
      "command:local:Command copies-database-configuration-fill",
      "command:local:Command copies-database-init-fill",
      "command:local:Command copies-database-secrets-fill",
      "command:local:Command copies-secrets-fill",
      "docker:index/network:Network copies-backend",
      "docker:index/network:Network edge",
      "docker:index/volume:Volume copies-database-data",
      "docker:index/volume:Volume copies-media",
      "docker:index/volume:Volume copies-restore-points",
      "docker:index/volume:Volume copies-static",
      "docker:index/volume:Volume journal",
      // The files that hold them are part of the container's digest.
      "random:index/randomPassword:RandomPassword copies-database-password",
      "random:index/randomPassword:RandomPassword copies-database-superuser-password",
    ]);
  });
});

describe("the processes of an application", () => {
  it("have the identical environment, image and files as its tasks", async () => {
    const run = await runProgram(development);
    const [application] = run.spec.applications;
    assert.ok(application);
    const sources = ({ mounts }: Readonly<Record<string, unknown>>) =>
      (mounts as { source: string; target: string }[])
        .map(({ source, target }) => `${source}:${target}`)
        .filter((mount) => mount.endsWith("/run/secrets"));
    const seen = [
      ...released.map((name) => find(run, containerType, name).inputs),
      ...application.tasks.map(({ container }) => ({
        image: container.image,
        envs: container.environment,
        mounts: container.mounts,
      })),
    ].map((one) => JSON.stringify([one.image, one.envs, sources(one)]));
    assert.equal(application.tasks.length, 2);
    assert.equal(seen.length, 6);
    assert.equal(new Set(seen).size, 1);
    assert.ok(seen[0]?.includes("palier-local-copies-secrets:/run/secrets"));
  });

  it("include exactly one scheduler, however many containers the others have", async () => {
    const count = (count: number) => ({ count, limits: undefined });
    const processes = { web: count(4), worker: count(3) };
    const applications = Object.fromEntries(
      Object.entries(development.applications).map(([name, one]) => [name, { ...one, processes }]),
    );
    const run = await runProgram({ ...development, applications });
    const of = (process: string) =>
      ofType(run, containerType).filter((one) => labelOf(one, "palier.process") === process).length;
    assert.deepEqual(["web", "worker", "beat"].map(of), [4, 3, 1]);
  });
});

import assert from "node:assert/strict";

import * as pulumi from "@pulumi/pulumi";

import { copies, development } from "../../fixtures/stack-config";
import { runProgram, type ProgramRun } from "./program";

/** "type name" of every resource below "type name" of its parent, both without what all types share. */
function graphOf({ resources }: ProgramRun): Record<string, string[]> {
  const graph: Record<string, string[]> = {};
  for (const { parent, type, name } of resources) {
    (graph[short(parent ?? "stack")] ??= []).push(short(`${type} ${name}`));
  }
  return Object.fromEntries(
    Object.entries(graph)
      .map(([parent, children]) => [parent, children.sort()] as const)
      .sort(([one], [other]) => (one < other ? -1 : 1)),
  );
}

/** `docker:index/container:Container web` → `docker Container web`. */
function short(resource: string): string {
  return resource.replace(/^([\w-]+):\S*?(\w+) /, "$1 $2 ");
}

/** Everything below one application, with `copies` standing for its name. */
const application = {
  "palier App copies-app": ["docker Container copies-web-1", "docker Container copies-web-2"],
  "palier Application copies": [
    "palier App copies-app",
    "palier Cache copies-cache",
    "palier Database copies-database",
    "palier Release copies-release",
    "palier Secrets copies-secrets",
    "palier Worker copies-worker",
  ],
  "palier Cache copies-cache": [
    "command Command copies-cache-configuration-fill",
    "docker Container copies-cache",
    "docker Volume copies-cache-configuration",
    "docker Volume copies-cache-data",
  ],
  "palier Database copies-database": [
    "command Command copies-database-configuration-fill",
    "command Command copies-database-init-fill",
    "command Command copies-database-secrets-fill",
    "docker Container copies-database",
    "docker Volume copies-database-configuration",
    "docker Volume copies-database-data",
    "docker Volume copies-database-init",
    "docker Volume copies-database-secrets",
  ],
  "palier Release copies-release": ["command Command copies-release"],
  "palier Secrets copies-secrets": [
    "command Command copies-secrets-fill",
    "docker Volume copies-secrets",
    "random RandomPassword copies-admin-password",
    "random RandomPassword copies-cache-password",
    "random RandomPassword copies-database-password",
    "random RandomPassword copies-database-superuser-password",
    "random RandomPassword copies-secret-key",
  ],
  "palier Worker copies-worker": [
    "docker Container copies-beat",
    "docker Container copies-worker-1",
  ],
};

function renamed(graph: Record<string, string[]>, name: string): Record<string, string[]> {
  return JSON.parse(JSON.stringify(graph).replaceAll("copies", name)) as Record<string, string[]>;
}

const shared = {
  "palier ReverseProxy proxy": [
    "command Command proxy-configure",
    "docker Container proxy",
    "docker Volume proxy-configuration",
  ],
};

describe("the program", () => {
  it("declares exactly these resources for one application", async () => {
    assert.deepEqual(graphOf(await runProgram(development)), {
      ...application,
      ...shared,
      "palier Network network": ["docker Network copies-backend", "docker Network edge"],
      "palier Storage storage": [
        "docker Volume copies-media",
        "docker Volume copies-restore-points",
        "docker Volume copies-static",
        "docker Volume journal",
      ],
      stack: [
        "palier Application copies",
        "palier Network network",
        "palier ReverseProxy proxy",
        "palier Storage storage",
        "pulumi docker engine",
      ],
    });
  });

  it("puts two applications, each with all of its own, behind one proxy", async () => {
    const second = { ...copies, host: "marks.localhost" };
    const config = { ...development, applications: { copies, marks: second } };
    assert.deepEqual(graphOf(await runProgram(config)), {
      ...application,
      ...renamed(application, "marks"),
      ...shared,
      "palier Network network": [
        "docker Network copies-backend",
        "docker Network edge",
        "docker Network marks-backend",
      ],
      "palier Storage storage": [
        "docker Volume copies-media",
        "docker Volume copies-restore-points",
        "docker Volume copies-static",
        "docker Volume journal",
        "docker Volume marks-media",
        "docker Volume marks-restore-points",
        "docker Volume marks-static",
      ],
      stack: [
        "palier Application copies",
        "palier Application marks",
        "palier Network network",
        "palier ReverseProxy proxy",
        "palier Storage storage",
        "pulumi docker engine",
      ],
    });
  });

  it("never has two resources of one type and name", async () => {
    const config = {
      ...development,
      applications: { copies, marks: { ...copies, host: "m.localhost" } },
    };
    const { resources } = await runProgram(config);
    const keys = resources.map(({ type, name }) => `${type} ${name}`);
    assert.deepEqual(
      keys.filter((key, index) => keys.indexOf(key) !== index),
      [],
    );
  });

  it("shows the data of a component in its inputs, and nothing that is generated", async () => {
    const { resources, spec } = await runProgram(development);
    const components = resources.filter(({ custom }) => !custom);
    const database = components.find(({ name }) => name === "copies-database");
    assert.deepEqual(
      database?.inputs,
      JSON.parse(JSON.stringify({ database: spec.applications[0]?.database })),
    );
    assert.equal(components.length, 10);
    assert.ok(!JSON.stringify(components).includes("Generated-"));
  });

  it("tells people and the next update what they need", async () => {
    const { outputs } = await runProgram(development, { repairs: { copies: "abc" } });
    const { administrators, releases, ...plain } = outputs;
    assert.deepEqual(plain, {
      tier: "development",
      role: "primary",
      urls: { copies: "https://copies.localhost:8443/" },
      endpoints: {
        engine: "unix:///var/run/docker.sock",
        proxy: ["127.0.0.1:8080", "127.0.0.1:8443"],
      },
      dataVolumes: [
        "palier-local-journal",
        "palier-local-copies-cache-data",
        "palier-local-copies-database-data",
        "palier-local-copies-media",
        "palier-local-copies-restore-points",
      ],
      volumes: [
        "palier-local-proxy-configuration",
        "palier-local-copies-cache-configuration",
        "palier-local-copies-database-configuration",
        "palier-local-copies-database-init",
        "palier-local-copies-database-secrets",
        "palier-local-copies-secrets",
        "palier-local-copies-static",
      ],
      guarded: [],
      repairs: { copies: "abc" },
    });
    assert.deepEqual(await valueOf(releases), {
      copies: { image: "image", version: "version", since: "2026-01-01T00:00:00.000Z" },
    });
    assert.deepEqual(await valueOf(administrators), {
      copies: { login: "admin", password: "Generated-copies-admin-password/1" },
    });
    assert.equal(await pulumi.isSecret(pulumi.output(administrators)), true);
  });
});

function valueOf(input: pulumi.Input<unknown>): Promise<unknown> {
  return new Promise((done) => {
    pulumi.output({ input }).apply((wrapped) => {
      done(wrapped.input);
    });
  });
}

import assert from "node:assert/strict";

import type { FillVolumeInput } from "../../../spec/operations";
import { development } from "../../fixtures/stack-config";
import { secretIn } from "../../support/mocks";
import {
  commandType,
  find,
  networkType,
  ofType,
  passwordOf,
  passwordType,
  runProgram,
  volumeType,
  type ProgramRun,
} from "./program";

const generated = [
  "copies-admin-password",
  "copies-cache-password",
  "copies-database-password",
  "copies-database-superuser-password",
  "copies-secret-key",
];

/** Input of an operation that holds secrets. */
function secretInput(run: ProgramRun, name: string): FillVolumeInput {
  const text = secretIn(find(run, commandType, name).inputs.stdin);
  assert.equal(typeof text, "string", `the input of ${name} is not secret`);
  return JSON.parse(text as string) as FillVolumeInput;
}

function contents({ files }: FillVolumeInput): Record<string, string> {
  return Object.fromEntries(files.map(({ path, content }) => [path, content]));
}

describe("secrets", () => {
  const configured = { "copies-email-password": "Set by hand: 1" };
  let run: ProgramRun;

  before(async () => {
    const config = { ...development, secretKeys: Object.keys(configured) };
    run = await runProgram(config, { secrets: configured });
  });

  it("are generated as declared, and protected when data would be lost with them", () => {
    const declared = run.spec.applications[0]?.secrets ?? [];
    const passwords = ofType(run, passwordType);
    assert.deepEqual(passwords.map(({ name }) => name).sort(), generated);
    for (const { name, inputs, protect } of passwords) {
      const spec = declared.find((one) => "resource" in one && one.resource === name);
      assert.ok(spec?.source === "generated");
      const { length, special, keep } = spec;
      assert.deepEqual(inputs, { length, special, minLower: 1, minUpper: 1, minNumeric: 1 });
      assert.equal(protect, keep, name);
    }
    const kept = passwords.filter(({ protect }) => protect).map(({ name }) => name);
    assert.ok(kept.includes("copies-database-password") && kept.includes("copies-secret-key"));
  });

  it("reach the processes as files of a secret input, in each form that they are needed in", () => {
    const cache = encodeURIComponent(passwordOf("copies-cache-password"));
    const database = encodeURIComponent(passwordOf("copies-database-password"));
    const input = secretInput(run, "copies-secrets-fill");
    assert.deepEqual(contents(input), {
      "admin-password": passwordOf("copies-admin-password"),
      "broker-url": `redis://:${cache}@copies-cache:6379/0`,
      "cache-password": passwordOf("copies-cache-password"),
      "cache-url": `redis://:${cache}@copies-cache:6379/2`,
      "database-password": passwordOf("copies-database-password"),
      "database-url": `postgres://copies:${database}@copies-database:5432/copies`,
      "email-password": "Set by hand: 1",
      "result-url": `redis://:${cache}@copies-cache:6379/1`,
      "secret-key": passwordOf("copies-secret-key"),
    });
    assert.deepEqual([input.uid, input.gid], [1000, 1000]);
    assert.deepEqual([...new Set(input.files.map(({ mode }) => mode))], ["0400"]);
  });

  it("are filled into the configuration of a server that reads its password there", () => {
    const files = contents(secretInput(run, "copies-cache-configuration-fill"));
    const text = Object.values(files).join("\n");
    assert.ok(text.includes(passwordOf("copies-cache-password")));
    assert.ok(!text.includes("{{"));
  });

  it("appear in no input but the standard input of an operation that fills a volume", () => {
    const values = [...generated.map(passwordOf), ...Object.values(configured)];
    const forms = values.flatMap((value) => [value, encodeURIComponent(value)]);
    const holders = run.resources.flatMap(({ type, name, inputs }) =>
      Object.entries(inputs)
        .filter(([, value]) => forms.some((form) => JSON.stringify(value).includes(form)))
        .map(([input, value]) => ({ at: `${type} ${name} ${input}`, value })),
    );
    assert.deepEqual(
      holders.map(({ at }) => at).sort(),
      [
        "copies-cache-configuration-fill",
        "copies-database-secrets-fill",
        "copies-secrets-fill",
      ].map((name) => `${commandType} ${name} stdin`),
    );
    for (const { at, value } of holders) assert.notEqual(secretIn(value), undefined, at);
  });

  it("leave what holds none readable for a review", () => {
    const stdin = find(run, commandType, "copies-database-configuration-fill").inputs.stdin;
    assert.equal(typeof stdin, "string");
  });
});

describe("volumes", () => {
  it("with data are protected, and those that are filled from declarations are not", async () => {
    const run = await runProgram(development);
    const volumes = ofType(run, volumeType);
    const named = (protect: boolean) =>
      volumes
        .filter((volume) => volume.protect === protect)
        .map(({ inputs }) => inputs.name)
        .sort();
    assert.deepEqual(named(true), [
      "palier-local-copies-cache-data",
      "palier-local-copies-database-data",
      "palier-local-copies-media",
      "palier-local-copies-restore-points",
      "palier-local-journal",
    ]);
    assert.deepEqual(named(false), [
      "palier-local-copies-cache-configuration",
      "palier-local-copies-database-configuration",
      "palier-local-copies-database-init",
      "palier-local-copies-database-secrets",
      "palier-local-copies-secrets",
      "palier-local-copies-static",
      "palier-local-proxy-configuration",
    ]);
  });

  it("are filled again when they were removed and made again", async () => {
    const run = await runProgram(development, { repairs: { copies: "gone" } });
    const fills = ofType(run, commandType).filter(({ name }) => name.endsWith("-fill"));
    assert.equal(fills.length, 5);
    for (const { name, inputs, dependsOn } of fills) {
      const volume = name.replace(/-fill$/, "");
      assert.deepEqual(inputs.triggers, ["gone"]);
      assert.ok(dependsOn.includes(`${volumeType} ${volume}`), name);
    }
  });

  it("and networks have fixed names and no label that a release would change", async () => {
    const labels = async (version: string) => {
      const applications = Object.fromEntries(
        Object.entries(development.applications).map(([name, one]) => [name, { ...one, version }]),
      );
      const run = await runProgram({ ...development, applications });
      return [...ofType(run, volumeType), ...ofType(run, networkType)].map(({ inputs }) => inputs);
    };
    const [one, other] = [await labels("1.0.0"), await labels("2.0.0")];
    assert.equal(one.length, 14);
    assert.deepEqual(one, other);
  });

  it("and networks: the application's own has no way out, the proxy's has", async () => {
    const run = await runProgram(development);
    assert.deepEqual(
      ofType(run, networkType).map(({ inputs, deleteBeforeReplace }) => [
        inputs.name,
        inputs.driver,
        inputs.internal,
        deleteBeforeReplace,
      ]),
      [
        ["palier-local-edge", "bridge", false, true],
        ["palier-local-copies-backend", "bridge", true, true],
      ],
    );
  });
});

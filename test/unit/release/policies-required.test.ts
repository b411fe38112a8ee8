import assert from "node:assert/strict";
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";

import * as pulumi from "@pulumi/pulumi";
import { parse } from "yaml";

import { prepare } from "../../../prepare";
import { OperationFailure } from "../../../release/failure";
import {
  passWithoutPolicies,
  policiesInForce,
  previewWithoutPolicies,
} from "../../../release/preflight/policies";
import type { Tier } from "../../../spec/deployment";
import type { GuardSpec, OverrideSpec } from "../../../spec/guard";
import { EngineUnavailable } from "../../../toolchain/engine";
import { mockEngine } from "../../support/mocks";

const checkout = resolve(__dirname, "../../..");
const policies = join(checkout, "policies");
const refusal =
  'The stack prod is updated only under the policies, which refuse what would endanger it, and PULUMI_OPTION_POLICY_PACK does not name them (--policy-pack on its own cannot be seen from here): run ". ./env.sh" in this shell first, use "make up STACK=prod", or override it for a few days (palier:overrides, allow without-policies; see docs/how-to/override-a-guard.md). Nothing was changed.';

const passing = {
  allow: "without-policies",
  resource: undefined,
  reason: "The runner has no Node",
} as const;

function guard(overrides: readonly OverrideSpec[]): GuardSpec {
  const changes = { maximumReplacements: undefined, window: undefined, freezes: [] };
  return { guarded: true, overrides, changes: { ...changes, timeZone: "UTC" } };
}

describe("requiring the policies", () => {
  let folder: string;
  before(() => {
    folder = mkdtempSync(join(tmpdir(), "palier-policies-"));
  });
  after(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  it("sees them alone, among others, and as a copy", () => {
    const copy = join(folder, "copied");
    mkdirSync(copy);
    cpSync(join(policies, "package.json"), join(copy, "package.json"));
    for (const packs of [policies, `/elsewhere,${policies}`, `${policies},/elsewhere`, copy])
      assert.ok(policiesInForce(packs), packs);
  });

  it("takes nothing else for them", () => {
    const manifests = { "not json": "{", list: "[]", nothing: "null", other: '{"name": "other"}' };
    const wrong = Object.entries(manifests).map(([name, text]) => {
      mkdirSync(join(folder, name));
      writeFileSync(join(folder, name, "package.json"), text);
      return join(folder, name);
    });
    for (const packs of [undefined, "", ",", checkout, join(folder, "missing"), ...wrong])
      assert.ok(!policiesInForce(packs), packs);
  });

  it("is missed in a preview, which says what an update would say", () => {
    const of = (overrides: readonly OverrideSpec[]) =>
      previewWithoutPolicies({ guard: guard(overrides) }, "2026-03-10");
    assert.equal(
      of([]),
      'The policies do not judge this preview, because PULUMI_OPTION_POLICY_PACK does not name them: run ". ./env.sh" first; an update will be refused.',
    );
    assert.match(of([{ ...passing, until: "2026-03-10" }]), /first; .* lets an update pass until/);
  });

  it("refuses in one line that says what to do, unless an override for just that is in force", () => {
    const override = { ...passing, until: "2026-03-10" };
    const pass = (overrides: readonly OverrideSpec[], today: string): string =>
      passWithoutPolicies({ stack: "prod", guard: guard(overrides) }, today);
    assert.equal(
      pass([override], "2026-03-10"),
      "The policies do not judge this update, which palier:overrides lets pass until 2026-03-10: The runner has no Node",
    );
    for (const [overrides, today] of [
      [[], "2026-03-10"],
      [[override], "2026-03-11"],
      [[{ ...override, allow: "during-freeze" }], "2026-03-10"],
    ] as const)
      assert.throws(
        () => pass(overrides, today),
        (error) => error instanceof OperationFailure && error.message === refusal,
      );
  });
});

describe("preparing a stack whose updates the policies have to judge", () => {
  let root: string;
  let given: string | undefined;
  let warnings: string[];
  let state: { outputs: object; resources: object };
  const { warn } = pulumi.log;

  beforeEach(() => {
    warnings = [];
    state = { outputs: {}, resources: {} };
    const keep = (text: string): Promise<void> => Promise.resolve(void warnings.push(text));
    Object.assign(pulumi.log, { warn: keep });
  });

  before(() => {
    root = mkdtempSync(join(tmpdir(), "palier-prepare-"));
    writeFileSync(join(root, "Pulumi.yaml"), "name: palier\n");
    given = process.env.PULUMI_OPTION_POLICY_PACK;
    delete process.env.PULUMI_OPTION_POLICY_PACK;
  });
  after(() => {
    rmSync(root, { recursive: true, force: true });
    pulumi.runtime.setAllConfig({}, []);
    Object.assign(pulumi.log, { warn });
    if (given !== undefined) process.env.PULUMI_OPTION_POLICY_PACK = given;
  });
  afterEach(() => {
    delete process.env.PULUMI_OPTION_POLICY_PACK;
  });

  it("refuses an update without them before it looks at the engine", async () => {
    await assert.rejects(prepared("production", false), { message: refusal });
  });

  it("goes on with them", async () => {
    process.env.PULUMI_OPTION_POLICY_PACK = policies;
    await assert.rejects(prepared("production", false), EngineUnavailable);
  });

  it("goes on without them where an override says so", async () => {
    const until = new Date(Date.now() + 86_400_000).toISOString().slice(0, 10);
    await assert.rejects(
      prepared("production", false, { "palier:overrides": [{ ...passing, until }] }),
      EngineUnavailable,
    );
  });

  it("previews without them, and says so once", async () => {
    const { spec } = await prepared("production", true);
    assert.equal(spec.tier, "production");
    assert.deepEqual(warnings, [previewWithoutPolicies(spec, "2026-03-10")]);
    await prepared("preproduction", true);
    process.env.PULUMI_OPTION_POLICY_PACK = policies;
    await prepared("production", true);
    assert.equal(warnings.length, 1);
  });

  it("says beforehand what the operator may not have meant", async () => {
    const until = new Date(Date.now() + 86_400_000).toISOString().slice(0, 10);
    const one = { allow: "delete", reason: "The archive is given up", until };
    const overrides = ["archive", "gone"].map((resource) => ({ ...one, resource }));
    state = {
      outputs: { tier: "production" },
      resources: { "urn:pulumi:prod::palier::docker:index/volume:Volume::gone": {} },
    };
    await prepared("preproduction", true, { "palier:overrides": overrides });
    assert.deepEqual(warnings, [
      'Pulumi.prod.yaml: palier:overrides[0].resource: the stack has no "archive". It lets nothing pass.',
      "Pulumi.prod.yaml: the tier changes from production to preproduction: approvals, guards and the policies' levels of production no longer hold",
    ]);
  });

  it("does neither while the CLI writes secrets into its debug log, which other tiers may", async () => {
    process.env.PULUMI_DEBUG_GRPC = "/tmp/grpc.json";
    try {
      for (const preview of [true, false])
        await assert.rejects(prepared("production", preview), { message: /^PULUMI_DEBUG_GRPC/ });
      await prepared("preproduction", true);
    } finally {
      delete process.env.PULUMI_DEBUG_GRPC;
    }
  });

  it("leaves other tiers alone", async () => {
    for (const tier of ["development", "preproduction"] as const)
      await assert.rejects(prepared(tier, false), EngineUnavailable);
  });

  /** The values of the real stack, with an engine that is not there. */
  async function prepared(
    tier: Tier,
    preview: boolean,
    changes: Readonly<Record<string, unknown>> = {},
  ): ReturnType<typeof prepare> {
    const { config } = parse(readFileSync(join(checkout, "Pulumi.prod.yaml"), "utf8")) as {
      readonly config: Readonly<Record<string, unknown>>;
    };
    const values = {
      ...config,
      "palier:tier": tier,
      ...changes,
      "palier:engine": { endpoint: "unix:///nonexistent/palier-test-policies.sock" },
    };
    const texts = Object.entries(values).map(([key, value]) => [
      key,
      typeof value === "string" ? value : JSON.stringify(value),
    ]);
    pulumi.runtime.setAllConfig(Object.fromEntries(texts) as Record<string, string>, []);
    const calls = {
      "pulumi:pulumi:readStackOutputs": { outputs: state.outputs },
      "pulumi:pulumi:readStackResourceOutputs": { outputs: state.resources },
    };
    await mockEngine({ stack: "prod", preview, calls });
    return prepare(root);
  }
});

import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";

import { readTable, tableOf, tables } from "../../../policies/levels";
import { policies } from "../../../policies/pack";

const root = path.resolve(__dirname, "../../..");
const folder = path.join(root, "policies");
const names = policies.map(({ name }) => name).sort();
const outside = ["shared", "config", "dist", "node_modules"];
const files = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter(
  (file) =>
    file.endsWith(".ts") && file.includes("/") && !outside.includes(file.split("/")[0] ?? ""),
);
const verbs = /^(?:disallow|protect|require|restrict)(?:-[a-z0-9]+)+$/;

describe("the policy pack", () => {
  it("holds the policy of every file, under the file's name", () => {
    assert.deepEqual(names, files.map((file) => path.basename(file, ".ts")).sort());
  });

  it("names policies by a verb of the closed list", () => {
    for (const name of names) assert.match(name, verbs);
  });

  it("says in one sentence what each policy is for", () => {
    for (const { name, description } of policies)
      assert.match(description, /^[A-Z][^\n]{20,139}\.$/, name);
  });

  it("says of each policy how bad a violation is, what the rule follows from, and what to write instead", () => {
    for (const { name, severity, anchor, remediationSteps } of policies) {
      assert.ok(["low", "medium", "high", "critical"].includes(severity), name);
      assert.match(anchor, /\S{3}/, name);
      assert.match(remediationSteps, /^[A-Z"][^\n]{20,}[.`]$/, name);
    }
  });

  it("leads from each policy to its heading in the reference", () => {
    for (const { name, url } of policies) assert.equal(url, `docs/reference/policies.md#${name}`);
  });

  it("gives every parameter a default, so that no tier has to know it, and a description", () => {
    for (const { name, configSchema } of policies)
      for (const [key, schema] of Object.entries(configSchema?.properties ?? {})) {
        assert.notEqual(schema.default, undefined, `${name}.${key}`);
        assert.match(schema.description ?? "", /^[A-Z].*\.$/, `${name}.${key}`);
      }
  });

  it("imports no provider and nothing of the rest of the project", () => {
    for (const file of readdirSync(folder, { recursive: true, encoding: "utf8" })) {
      if (!file.endsWith(".ts") || file.startsWith("node_modules")) continue;
      const source = readFileSync(path.join(folder, file), "utf8");
      for (const [, target = ""] of source.matchAll(/from "([^"]+)"/g)) {
        const inside =
          target.startsWith(".") &&
          !path.relative(folder, path.resolve(folder, path.dirname(file), target)).startsWith("..");
        // Only what starts the pack asks the engine's SDK something: the configuration of the stack.
        const sdk = file === "serve.ts" ? ["@pulumi/policy", "@pulumi/pulumi"] : ["@pulumi/policy"];
        assert.ok(
          inside || sdk.includes(target) || target.startsWith("node:"),
          `${file}: ${target}`,
        );
      }
    }
  });
});

describe("the levels of a tier", () => {
  it("are said for every policy and for no other", () => {
    for (const table of tables)
      assert.deepEqual(Object.keys(readTable(table)).sort(), names, table);
  });

  it("never get laxer on the way to production", () => {
    const order = ["disabled", "advisory", "mandatory"];
    for (const name of names) {
      const strictness = tables
        .slice(0, 3)
        .map((table) => order.indexOf(readTable(table)[name]?.level ?? ""));
      assert.deepEqual(strictness, [...strictness].sort(), name);
    }
  });

  it("set only parameters that the policy has, beside its level", () => {
    for (const table of tables)
      for (const { name, configSchema } of policies)
        for (const key of Object.keys(readTable(table)[name]?.parameters ?? {}))
          assert.ok(key in (configSchema?.properties ?? {}), `${table}: ${name}.${key}`);
  });

  it("are those of the tier, and for a site that stands by for production those of recovery", () => {
    assert.equal(tableOf("production", "primary"), "production");
    assert.equal(tableOf("production", "standby"), "recovery");
    assert.equal(tableOf("preproduction", "standby"), "preproduction");
    assert.equal(tableOf("development", undefined), "development");
  });

  it("are production's for a stack that does not say what it is, or says what nobody knows", () => {
    for (const tier of [undefined, "", "prod", "Development", "recovery", "toString"])
      for (const role of [undefined, "primary", "standby"])
        assert.equal(tableOf(tier, role), "production");
    assert.equal(tableOf("production", "Standby"), "production");
    assert.equal(tableOf("production", undefined), "production");
  });
});

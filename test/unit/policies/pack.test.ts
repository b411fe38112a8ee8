import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";

import { policies } from "../../../policies/pack";

const root = path.resolve(__dirname, "../../..");
const folder = path.join(root, "policies");
const names = policies.map(({ name }) => name).sort();
const files = readdirSync(path.join(folder, "docker"), { recursive: true, encoding: "utf8" })
  .filter((file) => file.endsWith(".ts"))
  .map((file) => path.join("docker", file));

describe("the policy pack", () => {
  it("holds the policy of every file, under the file's name", () => {
    assert.deepEqual(names, files.map((file) => path.basename(file, ".ts")).sort());
  });

  it("names policies by a verb of the closed list", () => {
    for (const name of names) assert.match(name, /^(?:disallow|require|protect)(?:-[a-z]+)+$/);
  });

  it("says in one sentence what each policy is for", () => {
    for (const { name, description } of policies)
      assert.match(description, /^[A-Z].{20,119}\.$/, name);
  });

  it("gives every parameter a default, so that no tier has to know it", () => {
    for (const { name, configSchema } of policies)
      for (const [key, schema] of Object.entries(configSchema?.properties ?? {}))
        assert.notEqual(schema.default, undefined, `${name}.${key}`);
  });

  it("has a test for every policy", () => {
    for (const file of files) {
      const test = path.join(root, "test/unit/policies", file.replace(/\.ts$/, ".test.ts"));
      assert.ok(existsSync(test), test);
    }
  });

  it("imports no provider and nothing of the rest of the project", () => {
    for (const file of readdirSync(folder, { recursive: true, encoding: "utf8" })) {
      if (!file.endsWith(".ts")) continue;
      const source = readFileSync(path.join(folder, file), "utf8");
      for (const [, target = ""] of source.matchAll(/from "([^"]+)"/g)) {
        const inside =
          target.startsWith(".") &&
          !path.relative(folder, path.resolve(folder, path.dirname(file), target)).startsWith("..");
        assert.ok(inside || ["@pulumi/policy", "node:path"].includes(target), `${file}: ${target}`);
      }
    }
  });
});

describe("the levels of a tier", () => {
  const tiers = { development: 0, preproduction: 1, production: 2 } as const;
  const levels = Object.keys(tiers).map((tier) => {
    const text = readFileSync(path.join(folder, "config", `${tier}.json`), "utf8");
    return JSON.parse(text) as Record<string, string>;
  });

  it("are said for every policy and for no other", () => {
    for (const level of levels) assert.deepEqual(Object.keys(level).sort(), names);
  });

  it("never get laxer on the way to production", () => {
    const order = ["disabled", "advisory", "mandatory"];
    for (const name of names) {
      const strictness = levels.map((level) => order.indexOf(level[name] ?? ""));
      assert.ok(!strictness.includes(-1), `${name}: a level is unknown`);
      assert.deepEqual(strictness, [...strictness].sort(), name);
    }
  });

  it("are mandatory in production", () => {
    for (const name of names) assert.equal(levels[tiers.production]?.[name], "mandatory", name);
  });
});

import assert from "node:assert/strict";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { allowedDifferences } from "../../config/differences";
import { loadFromFile } from "../../config/load-file";
import { formatSpec } from "../../config/print";
import { resolve } from "../../config/resolve";
import type { DeploymentSpec } from "../../spec/deployment";
import { imageLock } from "../fixtures/image-lock";
import { allowedBy, differences, leaves } from "./differences";

const root = join(__dirname, "..", "..");
const stacks = ["local", "preprod", "prod"] as const;

/** Only a development stack may look at what was built on a machine. */
function resolved(stack: (typeof stacks)[number]): DeploymentSpec {
  const images = stack === "local" ? imageLock : {};
  return resolve({ project: "palier", stack, config: loadFromFile(stack, root), images });
}

describe("the environments", () => {
  for (const stack of stacks) {
    it(`resolves ${stack} to its golden file (UPDATE_GOLDEN=1 writes it)`, () => {
      const file = join(root, "test", "golden", "spec", `${stack}.json`);
      const text = formatSpec(resolved(stack), "json");
      if (process.env.UPDATE_GOLDEN === "1") {
        mkdirSync(join(file, ".."), { recursive: true });
        writeFileSync(file, text);
      }
      assert.equal(text, readFileSync(file, "utf8"));
    });
  }

  const pairs = [
    ["local", "preprod"],
    ["preprod", "prod"],
    ["local", "prod"],
  ] as const;
  for (const [one, other] of pairs) {
    it(`differ between ${one} and ${other} only in what is declared`, () => {
      const found = differences(leaves(resolved(one), one), leaves(resolved(other), other));
      assert.notEqual(found.length, 0);
      assert.deepEqual(
        found.filter((path) => allowedBy(path) === undefined),
        [],
      );
    });
  }

  it("declare the same resources", () => {
    const names = (stack: (typeof stacks)[number]) =>
      leaves(resolved(stack), stack)
        .filter(([path]) => path.endsWith("/resource"))
        .map(([, value]) => value)
        .sort();
    assert.deepEqual(names("preprod"), names("prod"));
    assert.deepEqual(names("local"), names("prod"));
  });

  it("need every entry of the declared list, so that it does not outgrow the truth", () => {
    const used = pairs.flatMap(([one, other]) =>
      differences(leaves(resolved(one), one), leaves(resolved(other), other)).map(allowedBy),
    );
    const unused = allowedDifferences
      .map(({ path }) => path)
      .filter((path) => !used.includes(path));
    assert.deepEqual(unused, []);
  });

  it("would notice a difference that nobody declared", () => {
    const spec = resolved("prod");
    const changed = {
      ...spec,
      applications: spec.applications.map((one) => ({
        ...one,
        health: { ...one.health, live: "/" },
      })),
    };
    const [found] = differences(leaves(spec, "prod"), leaves(changed, "prod"));
    assert.equal(found, "applications/copies/health/live");
    assert.equal(allowedBy(found), undefined);
  });
});

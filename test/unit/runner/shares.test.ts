import assert from "node:assert/strict";
import { readdirSync } from "node:fs";
import path from "node:path";

import { groups, longest, sharesOf } from "../../runner/shares";

const tests = path.join(__dirname, "../..");

describe("the shares of a test run", () => {
  it("leave out no test, and run none twice", () => {
    const shares = groups.flatMap((group) => sharesOf(group, tests));
    const files = readdirSync(tests, { recursive: true, encoding: "utf8" })
      .filter((name) => name.endsWith(".test.ts"))
      .map((name) => `test/${name}`);
    assert.ok(files.length > 100);
    for (const file of files) {
      const takers = shares.filter(({ spec }) =>
        spec.includes("**") ? file.startsWith(spec.split("**")[0] ?? "") : file === spec,
      );
      assert.equal(takers.length, 1, file);
    }
  });

  it("name every long share as it is called", () => {
    const names = groups.flatMap((group) => sharesOf(group, tests)).map(({ name }) => name);
    for (const long of longest) {
      assert.equal(names.filter((name) => name.endsWith(`/${long}`)).length, 1, long);
    }
  });

  it("begin with the longest", () => {
    assert.equal(sharesOf("e2e", tests)[0]?.name, "e2e/release-killed");
    assert.equal(sharesOf("conformance", tests)[0]?.name, "conformance/restore-point");
  });
});

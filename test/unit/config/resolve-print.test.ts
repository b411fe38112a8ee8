import assert from "node:assert/strict";
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parse } from "yaml";

import { print } from "../../../config/print";

const root = join(__dirname, "..", "..", "..");

describe("npm run spec", () => {
  let folder: string;
  before(() => {
    folder = mkdtempSync(join(tmpdir(), "palier-print-"));
    for (const file of ["Pulumi.yaml", "Pulumi.preprod.yaml", "Pulumi.prod.yaml"]) {
      cpSync(join(root, file), join(folder, file));
    }
  });
  after(() => {
    rmSync(folder, { recursive: true });
  });

  it("lists the stacks when none is named", () => {
    assert.deepEqual(print([], folder), { output: "preprod\nprod\n", error: "", exitCode: 0 });
  });

  it("prints the same specification as JSON and as YAML, with sorted keys", () => {
    const json: unknown = JSON.parse(print(["prod"], folder).output);
    assert.deepEqual(parse(print(["prod", "--yaml"], folder).output), json);
    const keys = Object.keys(json as object);
    assert.deepEqual(keys, [...keys].sort());
    assert.equal((json as { stack: string }).stack, "prod");
  });

  it("says every problem in a line of its own and fails", () => {
    const file = join(folder, "Pulumi.prod.yaml");
    const text = readFileSync(file, "utf8");
    writeFileSync(file, text.replace("adminEmail:", "adminEmial:"));
    const { output, error, exitCode } = print(["prod"], folder);
    writeFileSync(file, text);
    assert.deepEqual([output, exitCode], ["", 1]);
    assert.deepEqual(error.trimEnd().split("\n"), [
      "Pulumi.prod.yaml: palier:applications.copies.settings.adminEmail: missing; expected a text: Address of the first administrator; error reports go there.",
      'Pulumi.prod.yaml: palier:applications.copies.settings.adminEmial: blueprint "django" has no such setting; did you mean "adminEmail"?',
    ]);
  });

  it("names the nearest stack, and refuses options that it does not know", () => {
    const unknown = print(["prdo"], folder);
    assert.match(unknown.error, /did you mean stack "prod"\?/);
    assert.equal(unknown.exitCode, 1);
    assert.equal(print(["prod", "--yml"], folder).exitCode, 2);
    assert.equal(print(["prod", "preprod"], folder).exitCode, 2);
  });
});

import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";

import { npmArguments } from "../../../toolchain/language-host/calls/install";
import { toResponse } from "../../../toolchain/language-host/calls/run";
import { checkEntryPoint } from "../../../toolchain/language-host/program/entry-point";
import { lockedPackages } from "../../../toolchain/language-host/program/lock";
import { requiredPlugins } from "../../../toolchain/language-host/program/required-plugins";

describe("what the language host reads from a project's folder", () => {
  let folder: string;

  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), "palier-host-"));
  });
  afterEach(() => {
    rmSync(folder, { recursive: true });
  });

  function write(name: string, content: unknown): void {
    const file = path.join(folder, name);
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, typeof content === "string" ? content : JSON.stringify(content));
  }

  it("finds plugins through the packages of packages, each once, and skips what is not installed", () => {
    const pulumi = { resource: true, name: "docker", version: "5.2.0" };
    write("package.json", {
      dependencies: { a: "*", absent: "*" },
      devDependencies: { "@x/dev": "*" },
    });
    write("node_modules/a/package.json", {
      name: "a",
      dependencies: { "@pulumi/docker": "*", a: "*" },
    });
    write("node_modules/a/node_modules/@pulumi/docker/package.json", { version: "5.2.0", pulumi });
    write("node_modules/@pulumi/docker/package.json", { version: "4.0.0", pulumi });
    write("node_modules/@x/dev/package.json", {
      name: "@x/dev",
      version: "1.2.3",
      pulumi: { resource: true, server: "https://plugins.example" },
    });
    assert.deepEqual(requiredPlugins(folder), [
      {
        name: "dev",
        version: "v1.2.3",
        server: "https://plugins.example",
        parameterization: undefined,
      },
      { name: "docker", version: "v5.2.0", server: "", parameterization: undefined },
    ]);
  });

  it("needs no plugins without a package.json", () => {
    assert.deepEqual(requiredPlugins(folder), []);
  });

  it("lists locked packages, declared or all", () => {
    write("package-lock.json", {
      packages: {
        "": { dependencies: { a: "^1" }, devDependencies: { b: "^2" } },
        "node_modules/a": { version: "1.0.1" },
        "node_modules/b": { version: "2.0.2" },
        "node_modules/a/node_modules/@c/d": { version: "3.0.3" },
      },
    });
    const a = { name: "a", version: "1.0.1" };
    const b = { name: "b", version: "2.0.2" };
    assert.deepEqual(lockedPackages(folder, "declared"), [a, b]);
    assert.deepEqual(lockedPackages(folder, "all"), [a, b, { name: "@c/d", version: "3.0.3" }]);
  });

  it("refuses a missing or an old lock file", () => {
    assert.throws(() => lockedPackages(folder, "all"), /package-lock\.json is missing/);
    write("package-lock.json", { dependencies: {} });
    assert.throws(() => lockedPackages(folder, "all"), /is of an old format/);
  });

  it("installs with npm only", () => {
    assert.deepEqual(npmArguments(folder), ["install", "--ignore-scripts"]);
    write("pnpm-lock.yaml", "");
    assert.throws(() => npmArguments(folder), /belongs to pnpm/);
    write("package-lock.json", {});
    assert.deepEqual(npmArguments(folder), ["ci", "--ignore-scripts"]);
  });

  it("accepts the entry points that Node would find, and no others", () => {
    const missing = /does not exist: correct "main"/;
    assert.throws(() => {
      checkEntryPoint(folder, "index.ts");
    }, missing);
    assert.throws(() => {
      checkEntryPoint(folder, ".");
    }, missing);
    write("index.ts", "");
    checkEntryPoint(folder, "index.ts");
    checkEntryPoint(folder, "index");
    checkEntryPoint(folder, ".");
    write("package.json", { main: "src/start.js" });
    write("src/start.js", "");
    checkEntryPoint(folder, ".");
  });
});

describe("how a program's end is told to the engine", () => {
  it("success, already reported, code, signal", () => {
    assert.deepEqual(toResponse({ code: 0, signal: null }).toObject(), { error: "", bail: false });
    assert.deepEqual(toResponse({ code: 32, signal: null }).toObject(), { error: "", bail: true });
    assert.match(toResponse({ code: 1, signal: null }).getError(), /non-zero exit code: 1/);
    assert.match(toResponse({ code: null, signal: "SIGKILL" }).getError(), /ended by SIGKILL/);
  });
});

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import path from "node:path";

const root = path.resolve(__dirname, "../../..");

/** What a script prints that is loaded with the project's own hook. */
function printed(script: string, variables: NodeJS.ProcessEnv = {}): string {
  const args = ["--require", "./register.cjs", "-e", script];
  const env = { ...process.env, ...variables };
  return execFileSync(process.execPath, args, { cwd: root, env, encoding: "utf8" }).trim();
}

const loaded =
  'Object.keys(require.cache).some((file) => file.endsWith("/typescript/lib/typescript.js"))';

describe("the lean SDK", function () {
  this.timeout(60_000);

  it("is loaded without the TypeScript compiler", () => {
    assert.equal(printed(`require("@pulumi/pulumi"); console.log(${loaded})`), "false");
  });

  it("loads the compiler when a function has to be serialised", () => {
    const script = `
      const pulumi = require("@pulumi/pulumi");
      pulumi.runtime.serializeFunction(() => 41 + 1).then(({ text }) =>
        console.log(text.includes("41 + 1"), ${loaded}));`;
    assert.equal(printed(script), "true true");
  });

  it("loads npm's resolver when packages have to be gathered", () => {
    const script = `
      require("@pulumi/pulumi/runtime/closure/codePaths").computeCodePaths().then((paths) =>
        console.log(paths.size > 0));`;
    assert.equal(printed(script), "true");
  });

  it("loads the Automation API when something of it is used", () => {
    const script = `
      const api = () => Object.keys(require.cache).some((file) => /pulumi.automation/.test(file));
      const pulumi = require("@pulumi/pulumi");
      const before = api();
      console.log(before, typeof pulumi.automation.LocalWorkspace.create, api());`;
    assert.equal(printed(script), "false function true");
  });

  it("leaves the compiler alone where anyone but the SDK asks for it", () => {
    assert.equal(printed('console.log(typeof require("typescript").createProgram)'), "function");
    assert.equal(printed(`require("typescript"); console.log(${loaded})`), "true");
  });

  it("keeps the place of an error in the TypeScript source", () => {
    const script = `
      require("source-map-support/register");
      try { require("./config/load-yaml").readStackYaml(null, ""); } catch (error) { console.log(error.stack); }`;
    assert.match(printed(script), /load-yaml\.ts:\d+/);
  });
});

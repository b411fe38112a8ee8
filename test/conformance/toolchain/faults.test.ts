import assert from "node:assert/strict";
import { rmSync } from "node:fs";
import path from "node:path";

import { type Files, Project } from "./support/project";

const empty = "export const done = true;\n";

async function preview(files: Files, prepare?: (project: Project) => void): Promise<string> {
  const project = await Project.withStack(files);
  try {
    prepare?.(project);
    const result = await project.pulumi("preview");
    assert.notEqual(result.code, 0, result.all);
    return result.all;
  } finally {
    project.remove();
  }
}

/** A Pulumi.yaml with these runtime options. */
function withOptions(options: string, main = "index.ts"): string {
  return `name: probe\nmain: ${main}\nruntime: {name: nodejs, options: {${options}}}\n`;
}

describe("what is wrong with a program is said in one clear line", function () {
  this.timeout(60_000);

  it("node_modules is missing", async () => {
    const said = await preview({ "index.ts": empty }, (project) => {
      rmSync(path.join(project.folder, "node_modules"));
    });
    assert.match(said, /node_modules is missing in \S+: run "make setup"/);
  });

  it("the program is missing", async () => {
    const said = await preview({ "Pulumi.yaml": withOptions("typescript: false", "absent.ts") });
    assert.match(said, /absent\.ts/);
    assert.doesNotMatch(said, /at Module\._/);
  });

  it("a runtime option is unknown", async () => {
    const said = await preview({
      "index.ts": empty,
      "Pulumi.yaml": withOptions("typoscript: true"),
    });
    assert.match(said, /runtime option "typoscript" is unknown; known are typescript/);
  });

  it("a runtime option is of the wrong type", async () => {
    const said = await preview({ "index.ts": empty, "Pulumi.yaml": withOptions("nodeargs: 5") });
    assert.match(said, /runtime option "nodeargs" must be a text, not 5/);
  });

  it("another package manager is asked for", async () => {
    const said = await preview({
      "index.ts": empty,
      "Pulumi.yaml": withOptions("packagemanager: yarn"),
    });
    assert.match(said, /"packagemanager" is "yarn"; this language host works with npm only/);
  });

  it("an exception in the program is shown once, with its place", async () => {
    const said = await preview({ "index.ts": 'throw new Error("no such customer");\n' });
    assert.equal(said.match(/no such customer/g)?.length, 1, said);
    assert.match(said, /index\.ts:1/);
    assert.doesNotMatch(said, /non-zero exit code/);
  });

  it("a program that exits by itself is a failure with its code", async () => {
    const said = await preview({ "index.ts": "process.exit(7);\n" });
    assert.match(said, /non-zero exit code: 7/);
  });
});

describe("runtime options", function () {
  this.timeout(60_000);

  it("nodeargs reach node itself", async () => {
    const project = await Project.withStack({
      "Pulumi.yaml": withOptions(
        `typescript: false, nodeargs: "--require ./register.cjs --title='two words'"`,
      ),
      "index.ts": "export const title = process.title;\nexport const args = process.execArgv;\n",
    });
    try {
      await project.good("up", "--yes", "--skip-preview");
      const { stdout } = await project.good("stack", "output", "--json");
      const { title, args } = JSON.parse(stdout) as { title: string; args: string[] };
      assert.equal(title, "two words");
      assert.deepEqual(args.slice(-3), ["--require", "./register.cjs", "--title=two words"]);
    } finally {
      project.remove();
    }
  });

  it("typescript checks types, and is on when nothing is said", async () => {
    const said = await preview({
      "Pulumi.yaml": "name: probe\nmain: index.ts\nruntime: nodejs\n",
      "index.ts": 'export const port: number = "eighty";\n',
    });
    assert.match(said, /Type 'string' is not assignable to type 'number'/);
  });
});

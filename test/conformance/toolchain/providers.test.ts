import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import path from "node:path";

import { Project } from "./support/project";

const versions = (
  JSON.parse(readFileSync(path.resolve(__dirname, "../../../package.json"), "utf8")) as {
    dependencies: Record<string, string>;
  }
).dependencies;

describe("plugins, hooks and imports", function () {
  this.timeout(120_000);
  let project: Project;

  beforeEach(async () => {
    project = await Project.withStack({});
  });
  afterEach(() => {
    project.remove();
  });

  it("reports the plugin that a program's packages need, in the package's version", async () => {
    project.write("index.ts", "export const done = true;\n");
    const about = JSON.parse((await project.good("about", "--json")).stdout) as {
      plugins: { name: string; version: string }[];
    };
    const random = about.plugins.find(({ name }) => name === "random");
    assert.equal(random?.version, versions["@pulumi/random"]);
  });

  it("creates with two plugins, keeps the result, and imports by id", async () => {
    const program = `
import * as command from "@pulumi/command";
import * as random from "@pulumi/random";
export const id = new random.RandomId("id", { byteLength: 4 }).hex;
export const said = new command.local.Command("say", { create: "echo hello" }).stdout;
`;
    project.write("index.ts", program);
    await project.good("up", "--yes", "--skip-preview");
    const first = JSON.parse((await project.good("stack", "output", "--json")).stdout) as {
      id: string;
      said: string;
    };
    assert.equal(first.said, "hello");
    assert.match(first.id, /^[0-9a-f]{8}$/);
    await project.good("up", "--yes", "--expect-no-changes");
    await project.good(
      "import",
      "random:index/randomId:RandomId",
      "old",
      "p-9hUg",
      "--yes",
      "--protect=false",
      "--generate-code=false",
    );
    const state = (await project.good("stack", "export")).stdout;
    assert.match(state, /"id": "p-9hUg"/);
  });

  it("a beforeUpdate hook that throws stops the update and leaves the old value", async () => {
    const program = `
import * as pulumi from "@pulumi/pulumi";
const hook = new pulumi.ResourceHook("no", (args) => {
  throw new Error("not from " + args.oldInputs["input"] + " to " + args.newInputs["input"]);
});
const input = new pulumi.Config().require("text");
export const kept = new pulumi.Stash("kept", { input }, { hooks: { beforeUpdate: [hook] } }).input;
`;
    project.write("index.ts", program);
    await project.good("config", "set", "text", "one");
    await project.good("up", "--yes", "--skip-preview");
    await project.good("config", "set", "text", "two");
    const refused = await project.pulumi("up", "--yes", "--skip-preview");
    assert.notEqual(refused.code, 0, refused.all);
    assert.match(refused.all, /not from one to two/);
    assert.equal((await project.good("stack", "output", "kept")).stdout.trim(), "one");
  });

  it("runs a dynamic provider", async () => {
    const program = `
import * as pulumi from "@pulumi/pulumi";
const provider: pulumi.dynamic.ResourceProvider = {
  create: async (inputs) => ({ id: "made", outs: { twice: inputs.number * 2 } }),
};
class Twice extends pulumi.dynamic.Resource {
  declare readonly twice: pulumi.Output<number>;
  constructor(name: string, number: number) { super(provider, name, { number, twice: undefined }); }
}
export const twice = new Twice("t", 21).twice;
`;
    project.write("index.ts", program);
    await project.good("up", "--yes", "--skip-preview");
    assert.equal((await project.good("stack", "output", "twice")).stdout.trim(), "42");
  });
});

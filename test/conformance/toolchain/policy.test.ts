import assert from "node:assert/strict";

import { compiledProject, Project } from "./support/project";

const program = `
import * as pulumi from "@pulumi/pulumi";
export const kept = new pulumi.Stash("kept", { input: new pulumi.Config().require("text") }).output;
`;

// Tells what it sees by violations, since a pack has no other voice.
const pack = `
import * as pulumi from "@pulumi/pulumi";
import { PolicyPack } from "@pulumi/policy";
const config = new pulumi.Config("probe");
const seen = [
  pulumi.getOrganization(), pulumi.getProject(), pulumi.getStack(),
  config.get("text"), String(pulumi.runtime.isDryRun()), __filename.endsWith(".ts"),
].join(" ");
new PolicyPack("probe", {
  policies: [
    {
      name: "stash-tells-what-it-sees", description: "d", enforcementLevel: "advisory",
      validateResource: (args, report) => { if (args.type === "pulumi:index:Stash") report("seen: " + seen); },
    },
    {
      name: "stash-disallow-word", description: "d", enforcementLevel: "mandatory",
      configSchema: { properties: { word: { type: "string", default: "forbidden" } } },
      validateResource: (args, report) => {
        const { word } = args.getConfig<{ word: string }>();
        if (args.props["input"] === word) report("the word is refused");
      },
    },
  ],
});
`;

// The SDK puts ts-node before a pack; register.cjs takes its place when the pack requires it, and not earlier.
const packFiles = {
  "pack/PulumiPolicy.yaml": "runtime: nodejs\nmain: index.js\n",
  "pack/package.json": '{"name": "probe-pack", "version": "0.1.0", "main": "index.js"}',
  "pack/index.js": 'require("../register.cjs");\nrequire("./pack.ts");\n',
  "pack/pack.ts": pack,
};

describe("policy packs", function () {
  this.timeout(120_000);
  let project: Project;

  before(async () => {
    project = await Project.withStack({
      "Pulumi.yaml": compiledProject,
      "index.ts": program,
      ...packFiles,
    });
    await project.good("config", "set", "text", "hello");
  });
  after(() => {
    project.remove();
  });

  it("see organisation, project, stack, configuration and dry run", async () => {
    const preview = await project.good("preview", "--policy-pack", "pack");
    assert.match(preview.stdout, /seen: organization probe dev hello true true/);
    const up = await project.good("up", "--yes", "--skip-preview", "--policy-pack", "pack");
    assert.match(up.stdout, /seen: organization probe dev hello false true/);
  });

  it("fail a preview with a mandatory violation, before anything changes", async () => {
    await project.good("config", "set", "text", "forbidden");
    const preview = await project.pulumi("preview", "--policy-pack", "pack");
    assert.notEqual(preview.code, 0);
    assert.match(preview.all, /the word is refused/);
  });

  it("take their parameters from --policy-pack-config", async () => {
    project.write("pack.json", '{"stash-disallow-word": {"word": "other"}}');
    const args = ["--policy-pack", "pack", "--policy-pack-config", "pack.json"];
    await project.good("preview", ...args);
    await project.good("config", "set", "text", "other");
    assert.match((await project.pulumi("preview", ...args)).all, /the word is refused/);
  });

  it("say why they do not start", async () => {
    project.write("pack/pack.ts", 'throw new Error("pack is broken");\n');
    const preview = await project.pulumi("preview", "--policy-pack", "pack");
    assert.notEqual(preview.code, 0);
    assert.match(preview.all, /pack is broken/);
    assert.match(preview.all, /the policy pack in \S+ did not start/);
  });
});

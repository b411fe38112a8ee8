import assert from "node:assert/strict";
import { mkdirSync } from "node:fs";
import path from "node:path";

import { finished, Project } from "./support/project";

const program = `
import * as pulumi from "@pulumi/pulumi";
const config = new pulumi.Config();
class Part extends pulumi.ComponentResource {
  constructor(name: string, args: { text: string }) {
    super("probe:index:Part", name, args);
    this.registerOutputs({ text: args.text });
  }
}
new Part("part", { text: config.get("text") ?? "nothing" });
export const kept = new pulumi.Stash("kept", { input: config.get("text") ?? "nothing" }).output;
export const password = config.getSecret("password");
`;

interface Export {
  readonly deployment: { readonly resources?: readonly { readonly type: string }[] };
}

describe("the CLI with this project's language host", function () {
  this.timeout(120_000);
  let project: Project;

  before(async () => {
    project = await Project.withStack({ "index.ts": program });
  });
  after(() => {
    project.remove();
  });

  it("sets configuration, plain and secret, and reads both back", async () => {
    await project.good("config", "set", "text", "hello");
    await project.good("config", "set", "--secret", "password", "sesame-5781");
    assert.equal((await project.good("config", "get", "text")).stdout.trim(), "hello");
    assert.equal((await project.good("config", "get", "password")).stdout.trim(), "sesame-5781");
    assert.ok(!(await project.good("config")).all.includes("sesame-5781"));
  });

  it("previews as JSON without changing anything", async () => {
    const { stdout } = await project.good("preview", "--json");
    const preview = JSON.parse(stdout) as { changeSummary: unknown };
    assert.deepEqual(preview.changeSummary, { create: 3 });
    const state = JSON.parse((await project.good("stack", "export")).stdout) as Export;
    assert.deepEqual(state.deployment.resources ?? [], []);
  });

  it("creates, then has nothing to do", async () => {
    await project.good("up", "--yes");
    const again = await project.good("up", "--yes", "--expect-no-changes");
    assert.match(again.stdout, /3 unchanged/);
  });

  it("gives outputs, secret ones only when asked", async () => {
    const hidden = JSON.parse((await project.good("stack", "output", "--json")).stdout) as unknown;
    assert.deepEqual(hidden, { kept: "hello", password: "[secret]" });
    const shown = await project.good("stack", "output", "--json", "--show-secrets");
    assert.deepEqual(JSON.parse(shown.stdout), { kept: "hello", password: "sesame-5781" });
  });

  it("uses an edit at once, without any build step", async () => {
    project.write("index.ts", program.replace("kept = ", "edited = "));
    const preview = await project.good("preview");
    assert.match(preview.stdout, /edited/);
    project.write("index.ts", program);
    await project.good("preview", "--expect-no-changes");
  });

  it("refreshes and lists the stack", async () => {
    await project.good("refresh", "--yes");
    const stacks = JSON.parse((await project.good("stack", "ls", "--json")).stdout) as {
      name: string;
    }[];
    assert.deepEqual(
      stacks.map(({ name }) => name),
      ["dev"],
    );
  });

  it("is read by another project through a StackReference", async () => {
    const reader = `
import * as pulumi from "@pulumi/pulumi";
export const seen = new pulumi.StackReference("organization/probe/dev").requireOutput("kept");
`;
    const other = path.join(project.folder, "reader");
    mkdirSync(other);
    project.write(
      "reader/Pulumi.yaml",
      'name: reader\nmain: index.ts\nruntime: {name: nodejs, options: {typescript: false, nodeargs: "--require ../register.cjs"}}\n',
    );
    project.write("reader/index.ts", reader);
    await project.good("stack", "init", "dev", "--cwd", other);
    await project.good("up", "--yes", "--cwd", other);
    const { stdout } = await project.good("stack", "output", "seen", "--cwd", other);
    assert.equal(stdout.trim(), "hello");
  });

  it("refuses a wrong passphrase in one line and asks nothing", async () => {
    const child = project.start(["preview"], { PULUMI_CONFIG_PASSPHRASE: "wrong" });
    const result = await finished(child);
    assert.notEqual(result.code, 0);
    const lines = result.all.trim().split("\n");
    assert.equal(lines.length, 1, result.all);
    assert.match(lines[0] ?? "", /incorrect passphrase/);
  });

  it("destroys everything", async () => {
    await project.good("destroy", "--yes");
    const state = JSON.parse((await project.good("stack", "export")).stdout) as Export;
    assert.deepEqual(state.deployment.resources ?? [], []);
  });
});

import assert from "node:assert/strict";
import { readFileSync, symlinkSync } from "node:fs";
import path from "node:path";

import { parseDocument } from "yaml";

import { readTable, type Table } from "../../../policies/levels";
import { type Files, Project, type Result } from "../toolchain/support/project";

const root = path.resolve(__dirname, "../../..");
const pack = path.join(root, "policies");
const nowhere = "unix:///nonexistent/palier-test-policies.sock";

/** What `env.sh` sets. */
const judged = { PULUMI_OPTION_POLICY_PACK: pack };

/** Policies whose levels tell the tables apart, all of which the program violates. */
const telling = ["disallow-floating-image", "disallow-privileged", "require-memory-limit"];

const unsafe = `
import * as docker from "@pulumi/docker";
new docker.Container("bad", { image: "nginx:latest", privileged: true });
`;

/** The same container as something that is deployed. */
const state = JSON.stringify({
  version: 3,
  deployment: {
    manifest: { time: "2026-01-01T00:00:00Z", magic: "", version: "" },
    resources: [
      {
        urn: "urn:pulumi:dev::probe::docker:index/container:Container::bad",
        type: "docker:index/container:Container",
        custom: true,
        id: "bad",
        inputs: { image: "nginx:latest", privileged: true },
        outputs: { image: "nginx:latest", privileged: true },
      },
    ],
  },
});

const otherPack: Files = {
  "other/PulumiPolicy.yaml": "runtime: nodejs\nmain: index.js\n",
  "other/package.json": '{"name": "other-pack", "version": "0.1.0", "main": "index.js"}',
  "other/index.js":
    'const { PolicyPack } = require("@pulumi/policy");\nnew PolicyPack("other", { policies: [] });\n',
};

describe("the policies, without being asked", function () {
  this.timeout(120_000);
  let project: Project | undefined;
  afterEach(() => {
    project?.remove();
    project = undefined;
  });

  for (const stack of ["local", "preprod", "prod"]) {
    it(`have nothing to say of the ${stack} stack`, async () => {
      project = await ofTheCheckout(stack, {}, judged);
      const { all } = await project.good("preview", "--stack", stack);
      assert.match(all, /✅ palier@v\d/);
      assert.doesNotMatch(all, /\[(?:advisory|mandatory)\]/);
      assert.match(all, /docker:index:Container copies-web-1/);
    });
  }

  for (const [what, stack, changes, table] of [
    ["the local stack", "local", {}, "development"],
    ["the preprod stack", "preprod", {}, "preproduction"],
    ["the prod stack", "prod", {}, "production"],
    ["a production stack that stands by", "prod", { "palier:role": "standby" }, "recovery"],
    ["a stack that does not say what it is", "local", { "palier:tier": undefined }, "production"],
  ] as const) {
    it(`hold ${what} to the table ${table}`, async () => {
      project = await unsafeProject(stack, changes);
      assertLevels(await project.pulumi("preview", "--stack", stack), table);
    });
  }

  it("take other levels from --policy-pack-config alone", async () => {
    project = await unsafeProject("prod", {});
    const config = path.join(pack, "config/development.json");
    const args = ["--stack", "prod", "--policy-pack-config", config];
    assertLevels(await project.pulumi("preview", ...args), "development");
  });

  it("stay in force beside a pack that a flag names", async () => {
    project = await ofTheCheckout("prod", otherPack, judged);
    const { all } = await project.good("preview", "--stack", "prod", "--policy-pack", "other");
    assert.match(all, / palier@v\d/);
    assert.match(all, / other@v0\.1\.0/);
  });

  it("hold a state without a stack to production's table", async () => {
    project = new Project({ "state.json": state }, judged);
    assertLevels(await project.pulumi("policy", "analyze", "--file", "state.json"), "production");
  });

  it("are not in the way of commands that judge nothing", async () => {
    project = new Project({ "index.ts": "export const said = 1;\n" }, judged);
    await project.good("stack", "init", "dev");
    await project.good("up", "--yes", "--skip-preview");
    assert.match((await project.good("stack", "output")).stdout, /said\s+1/);
    await project.good("refresh", "--yes", "--skip-preview");
    await project.good(
      ...["import", "--yes", "--skip-preview", "--generate-code=false", "--protect=false"],
      ...["random:index/randomString:RandomString", "text", "abcdef"],
    );
    await project.good("destroy", "--yes", "--skip-preview");
  });
});

describe("updating a production stack without the policies", function () {
  this.timeout(120_000);
  let project: Project;
  const up = ["up", "--yes", "--skip-preview", "--stack", "prod"];

  before(async () => {
    project = await ofTheCheckout("prod", {}, {});
  });
  after(() => {
    project.remove();
  });

  for (const [what, flags] of [
    ["", []],
    [", although a flag names them", ["--policy-pack", pack]],
  ] as const) {
    it(`is refused before anything changes${what}`, async () => {
      const { code, all } = await project.pulumi(...up, ...flags);
      assert.notEqual(code, 0);
      assert.match(
        all,
        /The stack prod is updated only under the policies, .* Nothing was changed\./,
      );
      assert.doesNotMatch(all, /docker:index:|palier-test-policies\.sock/);
      const { stdout } = await project.good("stack", "export", "--stack", "prod");
      assert.doesNotMatch(stdout, /docker:/);
    });
  }

  it("is possible to preview", async () => {
    const { all } = await project.good("preview", "--stack", "prod");
    assert.match(all, /docker:index:Container copies-web-1/);
  });

  it("goes on to the engine with them", async () => {
    const guarded = await ofTheCheckout("prod", {}, judged);
    try {
      const { code, all } = await guarded.pulumi(...up);
      assert.notEqual(code, 0);
      assert.match(all, /palier-test-policies\.sock is not usable/);
      assert.doesNotMatch(all, /updated only under the policies/);
    } finally {
      guarded.remove();
    }
  });
});

/** Holds what was refused to the levels of a table. */
function assertLevels({ code, all }: Result, table: Table): void {
  assert.notEqual(code, 0, all);
  const levels = readTable(table);
  for (const policy of telling) {
    const found = new RegExp(`\\[(\\w+)\\](?:\\s+\\[severity: \\w+\\])?\\s+${policy}\\s`).exec(all);
    assert.equal(found?.[1] ?? "disabled", levels[policy]?.level, `${policy}\n${all}`);
  }
}

/** A program with faults and the values of a stack of the checkout. */
async function unsafeProject(stack: string, changes: Changes): Promise<Project> {
  const project = new Project(
    { "index.ts": unsafe, [`Pulumi.${stack}.yaml`]: valuesOf(stack, changes) },
    judged,
  );
  await project.good("stack", "init", stack);
  return project;
}

/** The real program with the values of a stack, in a folder of its own, and no engine. */
async function ofTheCheckout(
  stack: string,
  files: Files,
  variables: NodeJS.ProcessEnv,
): Promise<Project> {
  const values = valuesOf(stack, { "palier:engine": { endpoint: nowhere } });
  const manifest = readFileSync(path.join(root, "Pulumi.yaml"), "utf8");
  const own = { "Pulumi.yaml": manifest, [`Pulumi.${stack}.yaml`]: values };
  const project = new Project({ ...own, ...files }, variables);
  symlinkSync(path.join(root, "index.ts"), path.join(project.folder, "index.ts"));
  await project.good("stack", "init", stack);
  return project;
}

type Changes = Readonly<Record<string, unknown>>;

/** A stack's file with other values; undefined takes one away. */
function valuesOf(stack: string, changes: Changes): string {
  const document = parseDocument(readFileSync(path.join(root, `Pulumi.${stack}.yaml`), "utf8"));
  // The salt of a machine's own passphrase does not fit the one of this test.
  document.delete("encryptionsalt");
  for (const [key, value] of Object.entries(changes)) {
    if (value === undefined) document.deleteIn(["config", key]);
    else document.setIn(["config", key], value);
  }
  return document.toString();
}

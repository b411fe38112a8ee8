import assert from "node:assert/strict";
import { readFileSync, symlinkSync } from "node:fs";
import path from "node:path";

import { parse } from "yaml";

import { Project } from "../toolchain/support/project";
import { assertEmpty, assertRefused, levelsFor, makes, objecting } from "./bad-stacks/refusal";
import { merged, readStackFile, stackFiles } from "./bad-stacks/stack-file";

const root = path.resolve(__dirname, "../../..");
const folder = path.join(__dirname, "bad-stacks/operator");
const nowhere = "unix:///nonexistent/palier-bad-stacks.sock";

describe("what an operator may write into Pulumi.prod.yaml by mistake", function () {
  this.timeout(120_000);
  let project: Project;
  beforeEach(async () => {
    project = new Project(
      { "Pulumi.yaml": readFileSync(path.join(root, "Pulumi.yaml"), "utf8") },
      { PULUMI_OPTION_POLICY_PACK: path.join(root, "policies") },
    );
    symlinkSync(path.join(root, "index.ts"), path.join(project.folder, "index.ts"));
    await project.good("stack", "init", "prod");
  });
  afterEach(() => {
    project.remove();
  });

  it("is shown some of it", () => {
    assert.notDeepEqual(stackFiles(folder), []);
  });

  for (const policy of stackFiles(folder)) {
    const file = readStackFile(policy, folder);
    it(`is refused by the preview of an update: ${policy}`, async () => {
      project.write("Pulumi.prod.yaml", productionWith(policy));
      const flags = ["--yes", "--stack", "prod", ...levelsFor(project, policy, file)];
      const result = await project.pulumi("up", ...flags);
      const { byProgram } = file.refused;
      if (byProgram === undefined) {
        assertRefused(result, policy, file.refused);
        assert.deepEqual(objecting(result), [policy], result.all);
      } else {
        assert.notEqual(result.code, 0);
        assert.match(result.all, new RegExp(`error: ${byProgram}`));
      }
      assert.doesNotMatch(result.all, /^Updating \(/m);
      assert.doesNotMatch(result.all, makes);
      assertEmpty((await project.good("stack", "export", "--stack", "prod")).stdout);
    });
  }
});

/** The file of the production stack with the changes of another one, and an engine that is not there. */
function productionWith(policy: string): string {
  const [good, bad] = [
    path.join(root, "Pulumi.prod.yaml"),
    path.join(folder, `Pulumi.${policy}.yaml`),
  ].map((file) => (parse(readFileSync(file, "utf8")) as { readonly config: object }).config);
  const changes = Object.entries(bad ?? {}).filter(([key]) => key.startsWith("palier:"));
  const elsewhere = { "palier:engine": { endpoint: nowhere } };
  return JSON.stringify({ config: merged(merged(good, Object.fromEntries(changes)), elsewhere) });
}

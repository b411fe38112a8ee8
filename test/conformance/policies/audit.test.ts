import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import path from "node:path";

import { compiledProject, Project } from "../toolchain/support/project";

const root = path.resolve(__dirname, "../../..");
const canary = "canary-2b7e90";

interface Exported {
  deployment: { resources?: object[] };
}

/** A state with one container, as an update would have left it. */
function withContainer(state: Exported, inputs: object): Exported {
  const urn = (type: string, name: string): string => `urn:pulumi:prod::palier::${type}::${name}`;
  const stack = { urn: urn("pulumi:pulumi:Stack", "palier-prod"), type: "pulumi:pulumi:Stack" };
  const provider = {
    urn: urn("pulumi:providers:docker", "engine"),
    type: "pulumi:providers:docker",
    custom: true,
    id: "e",
  };
  const container = {
    urn: urn("docker:index/container:Container", "web"),
    type: "docker:index/container:Container",
    custom: true,
    id: "1",
    provider: `${provider.urn}::e`,
    inputs,
    outputs: inputs,
  };
  return { ...state, deployment: { ...state.deployment, resources: [stack, provider, container] } };
}

describe("make audit", function () {
  this.timeout(120_000);

  let project: Project;
  before(async () => {
    project = new Project({ "Pulumi.yaml": compiledProject.replace("probe", "palier") });
    await project.good("stack", "init", "prod");
  });
  after(() => {
    project.remove();
  });

  function audit(stack: string) {
    return spawnSync("scripts/audit.sh", {
      cwd: root,
      encoding: "utf8",
      env: {
        ...process.env,
        PALIER_STACK: stack,
        PULUMI_BACKEND_URL: `file://${path.join(project.folder, "state")}`,
        PULUMI_CONFIG_PASSPHRASE: "of nobody",
      },
    });
  }

  it("judges the state with the levels of the stack's tier, without its passphrase and without a value", async () => {
    const { stdout } = await project.good("stack", "export", "--stack", "prod");
    const inputs = { image: "nginx:latest", envs: [`DB_PASSWORD=${canary}`] };
    const state = withContainer(JSON.parse(stdout) as Exported, inputs);
    project.write("state.json", JSON.stringify(state));
    await project.good("stack", "import", "--stack", "prod", "--file", "state.json");
    const result = audit("prod");
    assert.equal(result.status, 1, result.stderr);
    assert.match(result.stdout, /^mandatory {2}require-memory-limit {2}container "web": has no/m);
    assert.match(result.stdout, /^mandatory {2}disallow-secret-in-environment /m);
    assert.match(
      result.stdout,
      /^prod: \d+ mandatory and 0 advisory violations in 3 resources \(policies\/config\/production\.json\)$/m,
    );
    assert.ok(!`${result.stdout}${result.stderr}`.includes(canary));
  });

  it("says of a stack without a state that there is nothing to judge", () => {
    const result = audit("preprod");
    assert.equal(result.status, 1);
    assert.match(result.stderr, /^audit: there is no state of stack "preprod" here: .*\n$/);
  });
});

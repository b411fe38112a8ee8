import assert from "node:assert/strict";
import { readFileSync, symlinkSync } from "node:fs";
import path from "node:path";

import { Project, type Result } from "../toolchain/support/project";

const root = path.resolve(__dirname, "../../..");
const pack = path.join(root, "policies");

/** The flags that put a preview under the policies of a tier. */
function guarded(tier: string): string[] {
  const config = path.join(pack, "config", `${tier}.json`);
  return ["--policy-pack", pack, "--policy-pack-config", config];
}

/** The real program with the real values of a stack, in a folder of its own so that no file of the checkout is written. */
async function realStack(stack: string): Promise<Project> {
  const read = (name: string): string => readFileSync(path.join(root, name), "utf8");
  const file = `Pulumi.${stack}.yaml`;
  // The salt of a machine's own passphrase does not fit the one of this test.
  const values = read(file).replace(/^encryptionsalt:.*\n/m, "");
  const project = new Project({ "Pulumi.yaml": read("Pulumi.yaml"), [file]: values });
  symlinkSync(path.join(root, "index.ts"), path.join(project.folder, "index.ts"));
  await project.good("stack", "init", stack);
  return project;
}

const unsafe = `
import * as docker from "@pulumi/docker";
import * as random from "@pulumi/random";
const password = new random.RandomPassword("password", { length: 24 }).result;
new docker.Volume("data", { name: "data" });
new docker.Container("bad", {
  image: "nginx:latest",
  privileged: true,
  envs: [password, "DB_PASSWORD=hunter2"],
  mounts: [
    { type: "bind", source: "/var/run/docker.sock", target: "/docker.sock" },
    { type: "volume", source: "data", target: "/data" },
  ],
  ports: [{ internal: 80, external: 80 }],
});
`;

describe("the policy pack under the real engine", function () {
  this.timeout(180_000);

  for (const [stack, tier] of [
    ["preprod", "preproduction"],
    ["prod", "production"],
  ] as const) {
    it(`has no objection to the ${stack} stack`, async () => {
      const project = await realStack(stack);
      try {
        const preview = await project.good("preview", "--stack", stack, ...guarded(tier));
        assert.match(preview.all, /✅ palier@v\d/);
        assert.doesNotMatch(preview.all, /\[(?:advisory|mandatory)\]/);
        assert.match(preview.all, /docker:index:Container copies-web-1/);
      } finally {
        project.remove();
      }
    });
  }

  describe("with an unsafe program", () => {
    let project: Project;
    before(async () => {
      project = await Project.withStack({ "index.ts": unsafe });
    });
    after(() => {
      project.remove();
    });

    it("refuses every fault at the production level, unknown values beside them or not", async () => {
      const preview = await project.pulumi("preview", ...guarded("production"));
      assert.notEqual(preview.code, 0);
      const faults = [
        "disallow-docker-socket-mount",
        "disallow-floating-image",
        "disallow-privileged",
        "disallow-published-port-except-proxy",
        "disallow-secret-in-environment",
        "protect-data-volumes",
        "require-dropped-capabilities",
        "require-health-check",
        "require-log-rotation",
        "require-memory-limit",
        "require-no-new-privileges",
        "require-ownership-labels",
      ];
      assert.deepEqual(refusals(preview, "mandatory"), faults);
      assert.doesNotMatch(preview.all, /hunter2/);
    });

    it("leaves at the development level only what is dangerous anywhere", async () => {
      const preview = await project.pulumi("preview", ...guarded("development"));
      assert.notEqual(preview.code, 0);
      assert.deepEqual(refusals(preview, "mandatory"), [
        "disallow-docker-socket-mount",
        "disallow-privileged",
        "disallow-secret-in-environment",
        "protect-data-volumes",
      ]);
      assert.ok(refusals(preview, "advisory").includes("disallow-floating-image"));
    });
  });
});

/** Names of the policies that objected at a level, sorted. */
function refusals({ all }: Result, level: "advisory" | "mandatory"): string[] {
  const found = all.matchAll(new RegExp(`\\[${level}\\]\\s+(\\S+)`, "g"));
  return [...new Set([...found].map(([, name = ""]) => name))].sort();
}

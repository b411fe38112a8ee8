import assert from "node:assert/strict";
import path from "node:path";

import { Project, type Result } from "../toolchain/support/project";

const root = path.resolve(__dirname, "../../..");
const pack = path.join(root, "policies");

/** The flags that put a preview under the policies of a tier. */
function guarded(tier: string): string[] {
  const config = path.join(pack, "config", `${tier}.json`);
  return ["--policy-pack", pack, "--policy-pack-config", config];
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
    { type: "bind", source: "/srv/files", target: "/files" },
    { type: "volume", source: "data", target: "/data" },
  ],
  ports: [{ internal: 80, external: 80 }],
});
`;

/** A container with one fault and an exemption from the policy that sees it. */
function exempt(value: string): string {
  const label = { label: "palier.exempt.disallow-privileged", value };
  return `
import * as docker from "@pulumi/docker";
new docker.Container("web", {
  image: "nginx:latest",
  privileged: true,
  labels: [${JSON.stringify(label)}],
});
`;
}

describe("the policy pack under the real engine", function () {
  this.timeout(180_000);

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
        "disallow-floating-tag",
        "disallow-privileged",
        "disallow-published-port-except-proxy",
        "disallow-root-user",
        "disallow-secret-in-environment",
        "protect-data-volumes",
        "protect-irreplaceable-resources",
        "require-cpu-limit",
        "require-delete-before-replace",
        "require-dropped-capabilities",
        "require-health-check",
        "require-log-rotation",
        "require-memory-limit",
        "require-no-new-privileges",
        "require-ownership-labels",
        "require-read-only-bind-mounts",
        "require-read-only-root",
        "require-safe-restart-policy",
        "require-stop-grace-period",
      ];
      const found = refusals(preview, "mandatory");
      for (const fault of faults) assert.ok(found.includes(fault), fault);
      assert.doesNotMatch(preview.all, /hunter2/);
    });

    it("leaves at the development level only what is dangerous anywhere", async () => {
      const preview = await project.pulumi("preview", ...guarded("development"));
      assert.notEqual(preview.code, 0);
      const mandatory = refusals(preview, "mandatory");
      for (const fault of ["disallow-docker-socket-mount", "disallow-privileged"])
        assert.ok(mandatory.includes(fault), fault);
      assert.ok(!mandatory.includes("disallow-secret-in-environment"));
      assert.ok(refusals(preview, "advisory").includes("disallow-secret-in-environment"));
    });
  });

  for (const [what, value, refused] of [
    ["lets a container pass that is exempt", `until ${inDays(30)}: replaced next month`, false],
    ["refuses one whose exemption has expired", `until ${inDays(-30)}: replaced last month`, true],
  ] as const) {
    it(what, async () => {
      const project = await Project.withStack({ "index.ts": exempt(value) });
      try {
        const preview = await project.pulumi("preview", ...guarded("development"));
        assert.equal(refusals(preview, "mandatory").includes("disallow-privileged"), refused);
        // The others judge it all the same.
        assert.ok(refusals(preview, "advisory").includes("require-memory-limit"));
        assert.equal(preview.all.includes("has expired"), refused);
      } finally {
        project.remove();
      }
    });
  }
});

/** A day so many days from today. */
function inDays(days: number): string {
  return new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);
}

/** Names of the policies that objected at a level, sorted. */
function refusals({ all }: Result, level: "advisory" | "mandatory"): string[] {
  const found = all.matchAll(
    new RegExp(`\\[${level}\\](?:\\s+\\[severity: \\w+\\])?\\s+(\\S+)`, "g"),
  );
  return [...new Set([...found].map(([, name = ""]) => name))].sort();
}

import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";

import { renderComment } from "../../../scripts/preview-comment/comment";
import { readPreview } from "../../../scripts/preview/preview";
import { finished, Project } from "../toolchain/support/project";

const root = path.resolve(__dirname, "../../..");
const pack = path.join(root, "policies");
const canary = "canary-5d1c0e";
const secretCanary = "canary-a90b17";

/** With secrets of every way in, and two faults. */
const unsafe = `
import * as docker from "@pulumi/docker";
import * as pulumi from "@pulumi/pulumi";
const secret = new pulumi.Config().requireSecret("password");
new docker.Container("web", {
  image: "registry.example.org/web@sha256:${"0".repeat(64)}",
  privileged: true,
  envs: [pulumi.interpolate\`PASSWORD=\${secret}\`, "DB_PASSWORD=${canary}"],
  labels: [{ label: "${canary}", value: "${canary}" }],
});
if (pulumi.getStack() === "broken") throw new Error("it was ${canary}");
`;

async function preview(stack: string, packs: readonly string[]): Promise<string> {
  const project = new Project({ "index.ts": unsafe });
  try {
    await project.good("stack", "init", stack);
    await project.good("config", "set", "--secret", "password", secretCanary, "--stack", stack);
    const child = project.start(["preview", "--json", "--stack", stack, ...packs], {
      PULUMI_ENABLE_STREAMING_JSON_PREVIEW: "true",
    });
    const { stdout } = await finished(child);
    assert.ok(!stdout.includes(secretCanary), "the engine masks secrets");
    return stdout;
  } finally {
    project.remove();
  }
}

function comment(printed: string): string {
  const report = {
    stack: "dev",
    preview: readPreview(printed),
    refusals: [],
    changes: undefined,
    problems: [],
  };
  const [commit, logs, source] = [undefined, undefined, undefined];
  return renderComment({ stacks: [report], limit: 65_536, commit, logs, source });
}

describe("the comment made of a real preview", function () {
  this.timeout(180_000);

  it("names each violation with what to write instead, and no value", async () => {
    const printed = await preview("dev", ["--policy-pack", pack]);
    assert.ok(printed.includes(canary), "the preview itself holds values");
    const text = comment(printed);
    assert.match(text, /❌ \*\*refused\*\*: \d+ violations \| 1 \| 0 \| 0 \| 0 \|/);
    assert.match(text, /`disallow-privileged` \(critical\).*policies\.md#disallow-privileged/);
    assert.match(text, /container "web": is privileged; leave "privileged" out/);
    assert.match(text, /`disallow-secret-in-environment`/);
    assert.ok(!text.includes(canary));
  });

  it("says that a program failed, and not with what", async () => {
    const text = comment(await preview("broken", []));
    assert.match(text, /the preview failed/);
    assert.ok(!text.includes(canary));
  });

  it("is written for the real production stack without its state, passphrase and secrets", () => {
    const folder = mkdtempSync(path.join(tmpdir(), "palier-comment-"));
    try {
      const out = path.join(folder, "comment.md");
      const { status, stderr } = spawnSync("scripts/preview-comment.sh", {
        cwd: root,
        encoding: "utf8",
        env: {
          ...process.env,
          STAND_INS: "1",
          STACKS: "prod",
          BASE: "HEAD",
          OUT: path.relative(root, out),
        },
      });
      assert.equal(status, 0, stderr);
      const text = readFileSync(out, "utf8");
      assert.match(text, /\| prod \| ✅ can be deployed/);
      assert.match(text, /- `copies`: .*6 container/);
      assert.doesNotMatch(text, /declared differently|does not tell of any policy/);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});

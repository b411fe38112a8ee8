import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";

import { loadFromFile } from "../../../config/load-file";
import { promotionFault, promotionOf } from "../../../config/promotion";
import { good, type Json, parse, put, refusal } from "./schema-support";

const root = path.resolve(__dirname, "../../..");

function fault(promotion: Json | undefined, ref: string): string | undefined {
  return promotionFault("prod", parse(put(good("production"), "promotion", promotion)), ref);
}

describe("what may be deployed to a stack", () => {
  it("is any branch and tag in development, and the branch main elsewhere", () => {
    for (const ref of ["refs/heads/feature/x", "refs/tags/v1"]) {
      assert.equal(promotionFault("local", parse(good("development")), ref), undefined);
    }
    for (const tier of ["preproduction", "production"] as const) {
      const config = parse(good(tier));
      assert.deepEqual(promotionOf(config), { branches: ["main"], tags: [] });
      assert.equal(promotionFault("prod", config, "refs/heads/main"), undefined);
      for (const ref of ["refs/heads/mainly", "refs/heads/x/main", "refs/tags/main"])
        assert.ok(promotionFault("prod", config, ref), ref);
    }
  });

  it("is what the stack's file says, and nothing beside it", () => {
    const promotion = { branches: ["release/*", "hotfix/**"], tags: ["v*.*.*"] };
    for (const ref of [
      "refs/heads/release/1",
      "refs/heads/hotfix/a/b",
      "refs/tags/v1.2.0",
      "refs/tags/v1.2.0-rc.1",
    ])
      assert.equal(fault(promotion, ref), undefined, ref);
    for (const ref of [
      "refs/heads/main",
      "refs/heads/release/1/2",
      "refs/heads/xrelease/1",
      "refs/heads/v1.2.0",
      "refs/tags/release/1",
      "refs/tags/v1x2x0",
      "refs/tags/v1.2.0/x",
      "refs/tags/v1.2.0\n",
    ])
      assert.ok(fault(promotion, ref), ref);
    assert.ok(fault({ tags: ["v*"] }, "refs/heads/main"), "a list that is left out is empty");
  });

  it("is refused in one line that says what may be deployed, and where that is written", () => {
    assert.equal(
      fault({ branches: ["main"], tags: ["v*"] }, "refs/heads/feature/x"),
      'The branch "feature/x" may not be deployed to stack "prod": Pulumi.prod.yaml allows the branches main and the tags v* (palier:promotion).',
    );
    assert.equal(
      fault(undefined, "refs/tags/v1"),
      'The tag "v1" may not be deployed to stack "prod": the tier production allows the branches main and no tags (palier:promotion).',
    );
  });

  it("has to be given", () => {
    assert.equal(
      fault({ branches: ["**"], tags: ["**"] }, ""),
      "No branch or tag is given. Say which: REF=refs/heads/main or REF=refs/tags/v1.2.0.",
    );
  });

  for (const ref of ["main", "v1.2.0", "refs/heads/", "refs/pull/12/merge", "refs/remotes/main"])
    it(`is no "${ref}", which is no full name of a branch or tag`, () => {
      assert.match(
        fault({ branches: ["**"], tags: ["**"] }, ref) ?? "",
        /^Expected the full name of a branch or tag, .*\.$/,
      );
    });

  it("is checked by the schema", () => {
    for (const [promotion, message] of [
      [{ branches: "main" }, /promotion\.branches: expected a list of branches/],
      [{ branches: ["a b"] }, /promotion\.branches\[0\]: expected the name of a branch or tag/],
      [{ branches: ["-x"] }, /promotion\.branches\[0\]: expected the name of a branch or tag/],
      [{ tag: ["v*"] }, /promotion\.tag: unknown key; did you mean "tags"\?/],
    ] as const) {
      const refused = refusal(() => parse(put(good("production"), "promotion", promotion as Json)));
      assert.match(refused.join("\n"), message);
    }
  });

  it("lets the project's own releases through to preprod and prod, and nothing else", () => {
    for (const stack of ["preprod", "prod"]) {
      const config = loadFromFile(stack, root);
      for (const ref of ["refs/heads/main", "refs/tags/v1.2.0"])
        assert.equal(promotionFault(stack, config, ref), undefined);
      assert.ok(promotionFault(stack, config, "refs/heads/feature/x"));
    }
  });

  for (const [ref, status] of [
    ["refs/tags/v1.2.0", 0],
    ["refs/heads/feature/x", 1],
  ] as const)
    it(`ends make may-deploy with ${status} for ${ref}, in one line`, () => {
      const env = { ...process.env, PALIER_STACK: "prod", REF: ref };
      const result = spawnSync("scripts/may-deploy.sh", { cwd: root, env, encoding: "utf8" });
      assert.equal(result.status, status, result.stderr);
      assert.match(
        result.stdout + result.stderr,
        new RegExp(`^[^\n]*${path.basename(ref)}[^\n]*\n$`),
      );
    });

  it("writes its answer into a file for programs, to whom a no is no failure", () => {
    const folder = mkdtempSync(path.join(tmpdir(), "palier-answer-"));
    try {
      const answer = path.join(folder, "answer");
      for (const [PALIER_STACK, REF] of [
        ["preprod", "refs/heads/main"],
        ["prod", "refs/heads/feature/x"],
      ]) {
        const env = { ...process.env, PALIER_STACK, REF, ANSWER: answer };
        const { status } = spawnSync("scripts/may-deploy.sh", { cwd: root, env });
        assert.equal(status, 0);
      }
      assert.equal(readFileSync(answer, "utf8"), "preprod=true\nprod=false\n");
      const env = { ...process.env, PALIER_STACK: "nowhere", REF: "x", ANSWER: answer };
      assert.notEqual(spawnSync("scripts/may-deploy.sh", { cwd: root, env }).status, 0);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});

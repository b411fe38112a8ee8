import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";

import { readErrors, readStackFolder } from "../../../../scripts/preview-comment/files";
import { isRefused } from "../../../../scripts/preview-comment/report";
import { canary, diagnostic, proxy, step, stream, summary } from "./support";

describe("what previews leave in a folder", () => {
  let folder: string;
  beforeEach(() => {
    folder = path.join(mkdtempSync(path.join(tmpdir(), "palier-files-")), "prod");
    mkdirSync(folder);
  });
  afterEach(() => {
    rmSync(path.dirname(folder), { recursive: true });
  });

  function read(files: Readonly<Record<string, string>>) {
    const preview = stream(step("update", proxy), summary("succeeded"));
    for (const [name, text] of Object.entries({ "preview.json": preview, ...files }))
      writeFileSync(path.join(folder, name), text);
    return readStackFolder(folder);
  }

  it("is a report on the stack of the folder's name, with a preview alone", () => {
    const report = read({});
    assert.equal(report.stack, "prod");
    assert.deepEqual([report.refusals, report.changes, report.problems], [[], undefined, []]);
    assert.equal(isRefused(report), false);
  });

  it("holds the refusals of the guard, and more than the comment needs is no fault", () => {
    const refusal = { resource: "copies-media", reason: "gone", remedy: "keep", until: null };
    const report = read({ "guard.json": JSON.stringify({ stack: "prod", refusals: [refusal] }) });
    assert.equal(report.refusals[0]?.reason, "gone");
    assert.equal(isRefused(report), true);
  });

  it("does not take a guard that failed for one that has no objection", () => {
    assert.equal(isRefused(read({ "guard.json": "\n" })), true);
  });

  it("compares specifications where both are there, and an empty one is none", () => {
    const [base, spec] = [{ tier: "production" }, { tier: "development" }].map((one) =>
      JSON.stringify(one),
    );
    assert.ok(base && spec);
    assert.deepEqual(read({ "base.json": base, "spec.json": spec }).changes, [
      { subject: "stack", lines: ["tier: production → development"] },
    ]);
    assert.equal(read({ "base.json": "" }).changes, undefined);
  });

  it("tells errors to the log only", () => {
    const report = read({
      "preview.json": stream(diagnostic("error"), summary("failed")),
      "problems.txt": "Pulumi.prod.yaml: one\n\n",
    });
    assert.deepEqual(report.problems, ["Pulumi.prod.yaml: one"]);
    assert.deepEqual(readErrors(folder), [`it is ${canary}`]);
    assert.ok(!JSON.stringify(report).includes(canary));
  });
});

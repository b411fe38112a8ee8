import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";

import { parse } from "yaml";

const root = path.resolve(__dirname, "../..");
const folder = path.join(root, ".github/workflows");

interface Step {
  readonly uses?: string;
  readonly run?: string;
  readonly with?: Readonly<Record<string, unknown>>;
}

interface Job {
  readonly if?: string;
  readonly environment?: string;
  readonly permissions?: Readonly<Record<string, string>>;
  readonly "timeout-minutes"?: number;
  readonly steps: readonly Step[];
}

interface Workflow {
  readonly on: Readonly<Record<string, unknown>>;
  readonly permissions: unknown;
  readonly jobs: Readonly<Record<string, Job>>;
}

const files = readdirSync(folder).map((name) => {
  const text = readFileSync(path.join(folder, name), "utf8");
  return { name, text, workflow: parse(text) as Workflow };
});
const jobs = files.flatMap(({ name, workflow }) =>
  Object.entries(workflow.jobs).map(([key, job]) => ({ name: `${name}: ${key}`, job })),
);
const targets = readFileSync(path.join(root, "Makefile"), "utf8");

describe("workflows", () => {
  it("start with no permission, and never with the rights of the branch for code of strangers", () => {
    for (const { name, text, workflow } of files) {
      assert.deepEqual(workflow.permissions, {}, name);
      assert.doesNotMatch(text, /pull_request_target|workflow_run/, name);
    }
  });

  for (const { name, job } of jobs) {
    it(`have a limit of time and permissions for ${name}, one of which writes at most`, () => {
      assert.ok((job["timeout-minutes"] ?? 0) > 0);
      const writes = Object.values(job.permissions ?? {}).filter((access) => access === "write");
      assert.ok(job.permissions !== undefined && writes.length <= 1);
    });

    it(`take actions by commit, and leave no credentials behind, in ${name}`, () => {
      for (const { uses, with: options } of job.steps) {
        assert.match(uses ?? "x@".padEnd(42, "0"), /@[0-9a-f]{40}$/);
        if (uses?.startsWith("actions/checkout@"))
          assert.equal(options?.["persist-credentials"], false);
      }
    });

    it(`run what is there, in ${name}`, () => {
      for (const { run = "" } of job.steps) {
        for (const [, target = ""] of run.matchAll(/\bmake ([a-z][a-z-]*)/g))
          assert.match(targets, new RegExp(`^${target}:`, "m"), target);
        for (const [script] of run.matchAll(/\.(?:ci|github)\/[\w./-]+\.sh/g))
          assert.ok(existsSync(path.join(root, script)), script);
      }
    });

    it(`give secrets to ${name} only through an environment, and nothing to write with beside them`, () => {
      if (!JSON.stringify(job).includes("secrets.")) return;
      assert.ok(job.environment, "an environment says who may use its secrets");
      assert.deepEqual(job.permissions, { contents: "read" });
    });
  }

  it("give a pull request from a fork a job without secrets, environment and permission to write", () => {
    const { workflow } = files.find(({ name }) => name === "preview.yml") ?? assert.fail();
    const { preview, comment, ...others } = workflow.jobs;
    const fork = others["preview-of-a-fork"];
    assert.ok(preview && comment && fork);
    const text = JSON.stringify(fork);
    assert.doesNotMatch(text, /secrets\.|github\.token|write/);
    assert.equal(fork.environment, undefined);
    assert.match(preview.if ?? "", /head\.repo\.full_name == github\.repository && /);
    assert.match(fork.if ?? "", /head\.repo\.full_name != github\.repository \|\| /);
    assert.deepEqual(Object.keys(workflow.on), ["pull_request"]);
  });

  it("try a restore of both sites every week, with what looks need and nothing of the state", () => {
    const { workflow, text } =
      files.find(({ name }) => name === "restore-drill.yml") ?? assert.fail();
    assert.match(text, /cron: "\d+ \d+ \* \* \d"/);
    const { "restore-drill": job } = workflow.jobs;
    assert.ok(job);
    assert.equal(job.environment, "${{ matrix.stack }}-read");
    assert.match(text, /stack: \[preprod, prod\]/);
    assert.match(
      text,
      /group: restore-drill-\$\{\{ matrix\.stack \}\}\n +cancel-in-progress: false/,
    );
    assert.match(job.steps.at(-1)?.run ?? "", /make restore-drill$/);
    assert.doesNotMatch(text, /PULUMI_(CONFIG|BACKEND)/);
  });

  it("deploy nothing after a refusal, and fail on a question that could not be asked", () => {
    const { workflow } = files.find(({ name }) => name === "release.yml") ?? assert.fail();
    const { "may-deploy": ask, preprod, plan } = workflow.jobs;
    const run = ask?.steps.at(-1)?.run ?? "";
    // A failing command ends the step unless something asks for its status.
    assert.match(
      run,
      /^ *make may-deploy STACK="\$stack" REF="\$GITHUB_REF" ANSWER="\$GITHUB_OUTPUT"$/m,
    );
    assert.doesNotMatch(run, /\b(?:if|while|until)\b|\|\||&&|!|set \+e/);
    assert.equal(preprod?.if, "needs.may-deploy.outputs.preprod == 'true'");
    assert.equal(plan?.if, "needs.may-deploy.outputs.prod == 'true'");
  });

  it("name no text of an event in a command, where it would be run", () => {
    for (const { job, name } of jobs)
      for (const { run = "" } of job.steps) assert.doesNotMatch(run, /\$\{\{/, name);
  });

  it("say beside each commit of an action which version it is", () => {
    for (const { text, name } of files)
      for (const [line] of text.matchAll(/^.*uses: (?!\.).*$/gm))
        assert.match(line, /@[0-9a-f]{40} # v\d+\.\d+\.\d+$/, name);
  });

  it("have an equal for another CI whose example runs what is there", () => {
    const page = readFileSync(path.join(root, "docs/how-to/use-another-ci.md"), "utf8");
    const example = /^```yaml\n([^]*?)^```$/m.exec(page)?.[1] ?? "";
    const scripts = JSON.stringify(parse(example));
    const called = [...scripts.matchAll(/\bmake ([a-z][a-z-]*)/g)].map(([, target = ""]) => target);
    for (const target of [
      "check",
      "test",
      "scan-secrets",
      "preview-comment",
      "may-deploy",
      "guard",
      "up",
      "preview",
      "status",
      "drift",
      "audit",
      "restore-drill",
    ])
      assert.ok(called.includes(target), target);
    for (const target of called) assert.match(targets, new RegExp(`^${target}:`, "m"), target);
    for (const [script] of scripts.matchAll(/\.(?:ci|github)\/[\w./-]+\.sh/g))
      assert.ok(existsSync(path.join(root, script)), script);
  });
});

import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";

const root = path.resolve(__dirname, "../../..");

describe("a step of a workflow", () => {
  let folder: string;
  let summary: string;
  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), "palier-report-"));
    summary = path.join(folder, "summary");
    writeFileSync(summary, "");
  });
  afterEach(() => {
    rmSync(folder, { recursive: true });
  });

  function report(script: string, env: NodeJS.ProcessEnv = {}) {
    const words = ["Deploy prod", "bash", "-c", script];
    const result = spawnSync(path.join(root, ".ci/report.sh"), words, {
      encoding: "utf8",
      env: { ...process.env, GITHUB_ACTIONS: undefined, GITHUB_STEP_SUMMARY: undefined, ...env },
    });
    return { ...result, summary: readFileSync(summary, "utf8") };
  }

  const github = () => ({ GITHUB_ACTIONS: "true", GITHUB_STEP_SUMMARY: summary });

  it("leaves output and status of what succeeds as they are", () => {
    const result = report("echo done");
    assert.deepEqual([result.status, result.stdout, result.stderr], [0, "done\n", ""]);
    assert.equal(report("true", github()).summary, "");
  });

  it("ends with the status of what fails, and tells the reason on top of the run's summary", () => {
    const script = 'echo working; echo "    error: no room left"; echo "error: 2 of 3"; exit 7';
    const { status, stdout, summary: text } = report(script, github());
    assert.equal(status, 7);
    assert.match(
      stdout,
      /^::error title=Deploy prod failed::error: no room left%0Aerror: 2 of 3$/m,
    );
    assert.match(
      text,
      /^## ❌ Deploy prod failed\n\n~~~~text\nerror: no room left\nerror: 2 of 3\n~~~~/,
    );
    assert.match(text, /exit code 7[^]*working/);
  });

  it("takes the last lines for the reason where nothing is called an error", () => {
    const { summary: text, stderr } = report(
      'for i in 1 2 3 4; do echo "line $i"; done; echo "up: no stack" >&2; exit 1',
      { GITHUB_STEP_SUMMARY: summary },
    );
    assert.match(text, /~~~~text\nline 3\nline 4\nup: no stack\n~~~~/);
    assert.match(stderr, /Deploy prod failed:\nline 3\nline 4\nup: no stack\n$/);
  });

  it("takes nothing that the command prints for a command to the runner, and no fence for its own", () => {
    const { stdout, summary: text } = report('echo "::add-mask::x"; echo "~~~~"; exit 1', github());
    const token = /^::stop-commands::([0-9a-f]{32})$/m.exec(stdout)?.[1] ?? "";
    const [before, after] = [stdout.indexOf("::add-mask"), stdout.indexOf(`::${token}::`)];
    assert.ok(stdout.indexOf("::stop-commands::") < before && before < after);
    assert.ok(!text.includes(token));
    assert.equal(text.match(/^~~~~/gm)?.length, 4);
  });
});

describe("the comment of a pull request on GitHub", () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), "palier-gh-"));
  });
  afterEach(() => {
    rmSync(folder, { recursive: true });
  });

  /** The calls of gh that the script made, of which the first is answered with the ids of earlier comments. */
  function post(ids: string): string[] {
    const [log, comment] = ["log", "comment.md"].map((name) => path.join(folder, name));
    assert.ok(log && comment);
    writeFileSync(comment, "<!-- palier-preview -->\n\ntext\n");
    const answer = `printf '%s\\n' "$* MARKER=$MARKER" >>${log}\n[[ "$*" != *--jq* ]] || printf '${ids}'\n`;
    writeFileSync(path.join(folder, "gh"), `#!/usr/bin/env bash\n${answer}`, { mode: 0o755 });
    const { status, stderr } = spawnSync(path.join(root, ".github/scripts/comment.sh"), [comment], {
      encoding: "utf8",
      env: {
        ...process.env,
        PATH: `${folder}:${process.env.PATH ?? ""}`,
        REPOSITORY: "owner/name",
        NUMBER: "12",
      },
    });
    assert.equal(status, 0, stderr);
    return readFileSync(log, "utf8").trim().split("\n");
  }

  it("is written when there is none, and asked for by its marker", () => {
    const [asked, written] = post("");
    assert.match(
      asked ?? "",
      /issues\/12\/comments .*github-actions\[bot\].*MARKER=<!-- palier-preview -->/,
    );
    assert.match(
      written ?? "",
      /--method POST repos\/owner\/name\/issues\/12\/comments --field body=@/,
    );
  });

  it("is the earlier one, with another text, when there is one", () => {
    const [, written, ...more] = post("345\\n678\\n");
    assert.match(
      written ?? "",
      /--method PATCH repos\/owner\/name\/issues\/comments\/345 --field body=@/,
    );
    assert.deepEqual(more, []);
  });
});

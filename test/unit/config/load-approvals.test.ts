import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { stringify } from "yaml";

import { ConfigurationError } from "../../../config/errors";
import { loadApprovals } from "../../../config/load-approvals";
import { approvalText } from "../../../release/commands/approve";

const digest = "5".repeat(64);
const path = `releases/copies/${digest}.yaml`;
const good = {
  plan: `sha256:${"a".repeat(64)}`,
  approvedBy: "Ada Lovelace",
  approvedAt: "2026-01-31T09:00:00.000Z",
  reason: "Marks move to their own table: read with Bob",
  acknowledged: [
    "exams.0005_drop: Remove field mark from copy",
    "exams.0005_drop: # 'odd': \"text\"",
  ],
};

describe("approvals", () => {
  let folder: string;
  const write = (name: string, text: string) => {
    mkdirSync(join(folder, name, ".."), { recursive: true });
    writeFileSync(join(folder, name), text);
  };
  const problems = (): readonly string[] => {
    try {
      loadApprovals(folder);
    } catch (error) {
      assert.ok(error instanceof ConfigurationError);
      return error.message.split("\n");
    }
    return [];
  };

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "palier-approvals-"));
  });

  afterEach(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  it("are none where nothing was ever approved", () => {
    assert.deepEqual(loadApprovals(folder), []);
    write("releases/README.md", "# Approvals");
    assert.deepEqual(loadApprovals(folder), []);
  });

  it("come back as they were written, with an identifier that another content does not have", () => {
    const text = approvalText(good, "registry.example.org/copies@sha256:5");
    write(path, text);
    const id = createHash("sha256").update(text).digest("hex");
    assert.deepEqual(loadApprovals(folder), [
      { application: "copies", digest, approval: { file: path, id, committed: true, ...good } },
    ]);
    write(path, `${text}# once more\n`);
    assert.notEqual(loadApprovals(folder)[0]?.approval.id, id);
  });

  it("say whether Git has them as they are", () => {
    const committed = (): boolean | undefined => loadApprovals(folder)[0]?.approval.committed;
    const git = (...words: string[]): void => {
      const who = ["-c", "user.name=Ada", "-c", "user.email=ada@example.org"];
      execFileSync("git", [...who, ...words], { cwd: folder, stdio: "pipe" });
    };
    const text = approvalText(good, "registry.example.org/copies@sha256:5");
    git("init", "--quiet");
    write(path, text);
    assert.equal(committed(), false);
    git("add", "releases");
    assert.equal(committed(), false);
    git("commit", "--quiet", "--message", "Approve");
    assert.equal(committed(), true);
    write(path, `${text}# and more\n`);
    assert.equal(committed(), false);
  });

  it("are reported with every problem of every file", () => {
    write(path, stringify({ ...good, plan: "sha256:short", approvedAt: "yesterday", aproved: 1 }));
    write("releases/marks/latest.yaml", stringify(good));
    const { reason, ...rest } = good;
    assert.equal(typeof reason, "string");
    write(`releases/marks/${digest}.yaml`, stringify({ ...rest, acknowledged: "all" }));
    assert.deepEqual(problems(), [
      `releases: copies/${digest}.yaml: approvedAt: expected a time as "2026-01-31T09:00:00Z", found "yesterday"`,
      `releases: copies/${digest}.yaml: aproved: unknown key; did you mean "approvedBy"?`,
      `releases: copies/${digest}.yaml: plan: expected the plan's hash, sha256: and 64 hexadecimal digits, found "sha256:short"`,
      `releases: marks/${digest}.yaml: acknowledged: expected a list of operations, [] for none, found "all"`,
      `releases: marks/${digest}.yaml: reason: missing; expected why, in 1 to 1000 characters on one line`,
      "releases: marks/latest.yaml: expected a file name of the image's 64 hexadecimal digits and .yaml",
    ]);
  });

  const refused: readonly (readonly [string, string, RegExp])[] = [
    ["are not YAML", "plan: [", /not valid YAML/],
    ["name a key twice", "plan: a\nplan: b\n", /not valid YAML \(duplicate key\)/],
    ["hold an alias", "plan: &a x\nreason: *a\n", /YAML aliases are not used here/],
    ["are a list", "- plan: x\n", /expected a mapping, found a list/],
    ["are empty", "", /expected a mapping, found nothing/],
    [
      "have a time that no calendar knows",
      stringify({ ...good, approvedAt: "2026-13-31T09:00:00Z" }),
      /approvedAt: expected a time/,
    ],
    [
      "spread the reason over two lines",
      stringify({ ...good, reason: "one\ntwo" }),
      /reason: expected why, in 1 to 1000 characters on one line/,
    ],
  ];
  for (const [name, text, expected] of refused) {
    it(`are refused when they ${name}`, () => {
      write(path, text);
      const [first, ...others] = problems();
      assert.match(first ?? "", expected);
      assert.match(first ?? "", new RegExp(`^releases: copies/${digest}\\.yaml: `));
      assert.deepEqual(others, []);
    });
  }
});

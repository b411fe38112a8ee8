import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";

const root = resolve(__dirname, "../../..");
const salt =
  "encryptionsalt: v1:bszKVus+FgQ=:v1:UyBrr4/7R4qs9Uvg:nP4Y+AApysCK8V7kqBzI3G82vTOBwQ==\n";
// This checkout's own file may have been salted already.
const plain = readFileSync(join(root, "Pulumi.local.yaml"), "utf8").replace(
  /^encryptionsalt: .*\n/m,
  "",
);

describe("the encryption salt of one machine, seen by git", () => {
  let folder: string;
  const run = (file: string, ...words: string[]) =>
    execFileSync(file, words, { cwd: folder, encoding: "utf8" });
  const status = () => run("git", "status", "--short");
  const write = (text: string) => {
    writeFileSync(join(folder, "Pulumi.local.yaml"), text);
  };
  const settle = () => run("toolchain/git/settle-stack-files.sh");

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "palier-salt-"));
    mkdirSync(join(folder, "toolchain/git"), { recursive: true });
    for (const file of [
      ".gitattributes",
      "toolchain/git/clean-stack-file.sh",
      "toolchain/git/settle-stack-files.sh",
    ]) {
      copyFileSync(join(root, file), join(folder, file));
    }
    write(plain);
    run("git", "init", "--quiet");
    run("git", "add", "--all");
    run("git", "-c", "user.name=a", "-c", "user.email=a@b.example", "commit", "--quiet", "-m", "x");
  });

  afterEach(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  it("is no change once settled, however often", () => {
    write(plain + salt);
    assert.equal(status(), " M Pulumi.local.yaml\n");
    settle();
    assert.equal(status(), "");
    settle();
    assert.equal(status(), "");
    assert.equal(readFileSync(join(folder, "Pulumi.local.yaml"), "utf8"), plain + salt);
  });

  it("does not hide or stage an edit beside it", () => {
    write(plain.replace("copies.localhost", "andere.localhost") + salt);
    settle();
    assert.equal(status(), " M Pulumi.local.yaml\n");
    const diff = run("git", "diff");
    assert.match(diff, /\+ {6}host: andere\.localhost/);
    assert.doesNotMatch(diff, /encryptionsalt/);
  });

  it("is kept where secrets need it", () => {
    write(`${plain}  palier:copies-smtp-password:\n    secure: v1:abc\n${salt}`);
    settle();
    assert.match(run("git", "diff"), /^\+encryptionsalt: /m);
  });

  it("is of no concern outside a git checkout", () => {
    rmSync(join(folder, ".git"), { recursive: true });
    settle();
  });
});

import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";

const root = path.resolve(__dirname, "../../..");
const administrators = JSON.stringify({ copies: { login: "admin", password: "canary-91c" } });

describe("the first login at the end of make up", () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), "palier-describe-"));
  });
  afterEach(() => {
    rmSync(folder, { recursive: true });
  });

  function show(env: NodeJS.ProcessEnv): string {
    const shown = path.join(folder, "shown");
    const words = ["--require", "./register.cjs", "scripts/describe.ts", "administrators", shown];
    const { stdout } = spawnSync(process.execPath, words, {
      cwd: root,
      encoding: "utf8",
      input: administrators,
      env: { ...process.env, CI: undefined, PALIER_SHOW_LOGINS: undefined, ...env },
    });
    return stdout;
  }

  it("is shown once", () => {
    assert.equal(show({}), "  copies: log in as admin with canary-91c  (shown this once)\n");
    assert.equal(show({}), "");
  });

  for (const env of [{ CI: "true" }, { PALIER_SHOW_LOGINS: "0" }])
    it(`is kept out of the log with ${Object.keys(env).join()}, and still to be shown`, () => {
      assert.match(show(env), /^ {2}copies: log in as admin; "pulumi stack output .*\n$/);
      assert.ok(!show(env).includes("canary"));
      assert.ok(!existsSync(path.join(folder, "shown")));
    });

  it("is shown in CI where somebody wants it", () => {
    assert.match(show({ CI: "true", PALIER_SHOW_LOGINS: "1" }), /canary-91c/);
  });
});

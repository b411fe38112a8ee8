import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import path from "node:path";

const root = path.resolve(__dirname, "../../..");
const ask =
  'printf "%s\\n" "${PATH%%:*}" "$PULUMI_HOME" "$PULUMI_BACKEND_URL" "${PULUMI_CONFIG_PASSPHRASE_FILE-none}" "$PATH"';

/** Sources env.sh twice, as people do, in a folder of the checkout, and tells what it set. */
function source(shell: string, variables: NodeJS.ProcessEnv = {}) {
  const env = { PATH: "/usr/bin:/bin", HOME: root, ...variables };
  const script = `set -eu; . ../env.sh; . ../env.sh; ${ask}`;
  const { stdout, stderr, status, error } = spawnSync(shell, ["-c", script], {
    cwd: path.join(root, "test"),
    env,
    encoding: "utf8",
  });
  const [first, home, backend, passphrase, all] = stdout.split("\n");
  return { first, home, backend, passphrase, all, stderr, status, absent: error !== undefined };
}

describe("env.sh", () => {
  const bin = path.join(root, ".palier/pulumi/bin");
  const backend = `file://${root}/.palier/state?metadata=skip`;
  const passphrase = path.join(root, ".palier/passphrase");

  for (const shell of ["bash", "dash", "zsh"]) {
    it(`gives ${shell} the project's own Pulumi and the local stack's state`, function () {
      const told = source(shell);
      if (told.absent) this.skip();
      assert.equal(told.status, 0, told.stderr);
      assert.equal(told.first, bin);
      assert.equal(told.home, path.join(root, ".palier/pulumi"));
      assert.equal(told.backend, backend);
      assert.equal(told.passphrase, passphrase);
      assert.equal(told.all, `${bin}:/usr/bin:/bin`);
    });
  }

  it("leaves a team's backend alone, and gives it no local passphrase", () => {
    const told = source("bash", { PULUMI_BACKEND_URL: "s3://team" });
    assert.deepEqual([told.backend, told.passphrase], ["s3://team", "none"]);
  });

  it("leaves a passphrase alone that is set already", () => {
    assert.equal(source("bash", { PULUMI_CONFIG_PASSPHRASE: "" }).passphrase, "none");
    assert.equal(source("bash", { PULUMI_CONFIG_PASSPHRASE_FILE: "/mine" }).passphrase, "/mine");
  });

  it("takes over from another checkout's env.sh", () => {
    const other = {
      PULUMI_BACKEND_URL: "file:///other",
      PALIER_LOCAL_BACKEND: "file:///other",
      PULUMI_CONFIG_PASSPHRASE_FILE: "/other/passphrase",
      PALIER_LOCAL_PASSPHRASE: "/other/passphrase",
    };
    const told = source("bash", other);
    assert.deepEqual([told.backend, told.passphrase], [backend, passphrase]);
  });
});

import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import path from "node:path";

const root = path.resolve(__dirname, "../../..");
const ask =
  'printf "%s\\n" "${PATH%%:*}" "$PULUMI_HOME" "$PULUMI_BACKEND_URL" "${PULUMI_CONFIG_PASSPHRASE_FILE-none}" "$PATH" ' +
  '"$PULUMI_OPTION_POLICY_PACK" "${PULUMI_OPTION_POLICY_PACK_CONFIG-none}"';

/** Sources env.sh twice, as people do, in a folder of the checkout, and tells what it set. */
function source(shell: string, variables: NodeJS.ProcessEnv = {}) {
  const env = { PATH: "/usr/bin:/bin", HOME: root, ...variables };
  const script = `set -eu; . ../env.sh; . ../env.sh; ${ask}`;
  const { stdout, stderr, status, error } = spawnSync(shell, ["-c", script], {
    cwd: path.join(root, "test"),
    env,
    encoding: "utf8",
  });
  // A shell that is not installed has printed nothing at all.
  const lines = ((stdout as string | null) ?? "").split("\n");
  const [first, home, backend, passphrase, all, packs, settings] = lines;
  const told = { first, home, backend, passphrase, all, packs, settings };
  return { ...told, stderr, status, absent: error !== undefined };
}

describe("env.sh", () => {
  const bin = path.join(root, ".palier/pulumi/bin");
  const backend = `file://${root}/.palier/state?metadata=skip`;
  const passphrase = path.join(root, ".palier/passphrase");
  const pack = path.join(root, "policies");

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
      assert.deepEqual([told.packs, told.settings], [pack, "none"]);
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

  for (const shell of ["bash", "dash", "zsh"]) {
    it(`adds its policies in ${shell} to those that are named already`, function () {
      const told = source(shell, { PULUMI_OPTION_POLICY_PACK: "/mine,/ours" });
      if (told.absent) this.skip();
      assert.deepEqual([told.packs, told.settings], [`/mine,/ours,${pack}`, "none"]);
    });
  }

  it("gives packs with settings a file for each, as the CLI wants it", () => {
    const named = {
      PULUMI_OPTION_POLICY_PACK: "/mine",
      PULUMI_OPTION_POLICY_PACK_CONFIG: "/a.json",
    };
    const told = source("bash", named);
    assert.deepEqual([told.packs, told.settings], [`/mine,${pack}`, "/a.json,/dev/null"]);
  });

  it("leaves settings alone that are for its own policies", () => {
    const settings = { PULUMI_OPTION_POLICY_PACK_CONFIG: "/a.json" };
    for (const named of [
      {},
      { PULUMI_OPTION_POLICY_PACK: "" },
      { PULUMI_OPTION_POLICY_PACK: pack },
    ]) {
      const told = source("bash", { ...named, ...settings });
      assert.deepEqual([told.packs, told.settings], [pack, "/a.json"]);
    }
  });

  it("leaves an order alone in which its policies are named already", () => {
    const told = source("bash", { PULUMI_OPTION_POLICY_PACK: `${pack},/mine` });
    assert.equal(told.packs, `${pack},/mine`);
  });

  it("takes the policies of another checkout's env.sh away, and those alone", () => {
    const other = { PALIER_POLICY_PACK: "/other/policies" };
    for (const [named, expected] of [
      ["/other/policies", pack],
      ["/mine,/other/policies", `/mine,${pack}`],
      ["/an/other/policies", `/an/other/policies,${pack}`],
    ] as const)
      assert.equal(source("bash", { ...other, PULUMI_OPTION_POLICY_PACK: named }).packs, expected);
  });
});

import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";

const root = path.resolve(__dirname, "../../..");

/** Programs that the scripts may use; git, make, node, npm, go, curl and pulumi come from each test. */
const tools =
  "awk base64 bash cat chmod cp cut df dirname env find flock grep head ls mkdir mv printf rm sed sha256sum sleep sort tail tr uname wc";

/** The real node runs the little programs in the scripts, whatever version it pretends to be. */
const nodeOfVersion = (version: string) =>
  `[ "$1" = --version ] && { echo ${version}; exit; }\nexec '${process.execPath}' "$@"`;
const nothing = "exit 0";
/** Stands for a compiled program, which the official language host is and a launcher is not. */
const compiled = "\u007fELF";
const pretendBuild = `case "$*" in
  version) echo "go version go1.26.1 linux/amd64" ;;
  env*) echo "$PWD" ;;
  *list*) echo one; echo two ;;
  *build*) while [ "$1" != -o ]; do shift; done; printf '#!/bin/sh\\n' >"$2"; chmod 755 "$2"; echo built >>"$COUNT" ;;
esac`;

function pinnedVersion(): string {
  const pins = readFileSync(path.join(root, "toolchain/cli/go.mod"), "utf8");
  return /pkg\/v3 (v\S+)/.exec(pins)?.[1] ?? "";
}

describe("toolchain/setup", function () {
  this.timeout(30_000);
  let checkout: string;
  let stubs: Record<string, string>;

  beforeEach(() => {
    checkout = mkdtempSync(path.join(tmpdir(), "palier setup'"));
    cpSync(path.join(root, "toolchain/setup"), path.join(checkout, "toolchain/setup"), {
      recursive: true,
    });
    cpSync(path.join(root, "toolchain/cli"), path.join(checkout, "toolchain/cli"), {
      recursive: true,
    });
    for (const file of ["package.json", "package-lock.json", ".npmrc"])
      cpSync(path.join(root, file), path.join(checkout, file));
    stubs = {
      git: nothing,
      make: nothing,
      node: nodeOfVersion("v20.19.0"),
      npm: 'echo "$*" >>"$COUNT"; mkdir -p node_modules',
      go: pretendBuild,
      curl: "exit 6",
    };
  });
  afterEach(() => {
    rmSync(checkout, { recursive: true, force: true });
  });

  function setup(variables: NodeJS.ProcessEnv = {}) {
    const bin = path.join(checkout, "bin");
    rmSync(bin, { recursive: true, force: true });
    mkdirSync(bin);
    for (const tool of tools.split(" ")) {
      const found = ["/usr/bin", "/bin"].map((place) => path.join(place, tool)).find(existsSync);
      if (found !== undefined) symlinkSync(found, path.join(bin, tool));
    }
    for (const [name, body] of Object.entries(stubs)) {
      writeFileSync(path.join(bin, name), body === compiled ? body : `#!/bin/bash\n${body}\n`);
      chmodSync(path.join(bin, name), 0o755);
    }
    const count = path.join(checkout, "count");
    writeFileSync(count, "");
    const script = path.join(checkout, "toolchain/setup/setup.sh");
    const env = { PATH: bin, HOME: checkout, COUNT: count, ...variables };
    const { status, stdout, stderr } = spawnSync("/bin/bash", [script], { env, encoding: "utf8" });
    return { status, stdout, stderr, calls: readFileSync(count, "utf8").trim().split("\n") };
  }

  it("builds where the download does not answer, says why, and does nothing the second time", () => {
    const first = setup();
    assert.equal(first.status, 0, first.stderr);
    assert.match(first.stdout, /offline way: get\.pulumi\.com cannot be reached from here/);
    assert.deepEqual(first.calls, ["ci --ignore-scripts --no-audit --no-fund", "built"]);
    const second = setup();
    assert.equal(second.status, 0, second.stderr);
    assert.deepEqual(second.calls, [""]);
    assert.equal(second.stdout.trim().split("\n").length, 1);
  });

  it("builds again only when what the build reads has changed", () => {
    setup();
    writeFileSync(
      path.join(checkout, "package.json"),
      readFileSync(path.join(root, "package.json"), "utf8") + "\n",
    );
    assert.deepEqual(setup().calls, ["ci --ignore-scripts --no-audit --no-fund"]);
    const pins = path.join(checkout, "toolchain/cli/tools.go");
    writeFileSync(pins, `${readFileSync(pins, "utf8")}\n`);
    assert.deepEqual(setup().calls, ["built"]);
  });

  it("makes a passphrase once, for its owner alone, and misses it when stacks need it", () => {
    setup();
    const file = path.join(checkout, ".palier/passphrase");
    const passphrase = readFileSync(file, "utf8");
    assert.ok(passphrase.length >= 40);
    assert.equal(statSync(file).mode & 0o777, 0o600);
    rmSync(path.join(checkout, ".palier/stamps"), { recursive: true });
    setup();
    assert.equal(readFileSync(file, "utf8"), passphrase);
    rmSync(file);
    mkdirSync(path.join(checkout, ".palier/state/.pulumi/stacks/palier"), { recursive: true });
    writeFileSync(path.join(checkout, ".palier/state/.pulumi/stacks/palier/local.json"), "{}");
    assert.match(setup().stderr, /\.palier\/passphrase is missing/);
  });

  it("writes launchers in the versions of package.json that survive a quote in the path", () => {
    setup();
    const { dependencies } = JSON.parse(readFileSync(path.join(root, "package.json"), "utf8")) as {
      dependencies: Record<string, string>;
    };
    for (const name of ["docker", "command", "random"]) {
      const folder = `resource-${name}-v${dependencies[`@pulumi/${name}`] ?? ""}`;
      const launcher = path.join(
        checkout,
        ".palier/pulumi/plugins",
        folder,
        `pulumi-resource-${name}`,
      );
      const { status, stderr } = spawnSync(launcher, { encoding: "utf8" });
      assert.equal(status, 1);
      assert.equal(
        stderr,
        `node_modules is missing in ${checkout}: run "make setup" (or "npm ci") there first\n`,
      );
    }
  });

  it("uses an installed official Pulumi of the pinned version", () => {
    stubs.pulumi = `[ "$1" = version ] && echo ${pinnedVersion()} || echo "$*" >>"$COUNT"`;
    stubs["pulumi-language-nodejs"] = compiled;
    const { status, stdout, stderr, calls } = setup();
    assert.equal(status, 0, stderr);
    assert.match(stdout, /official way: found installed in/);
    assert.ok(
      calls.some((call) => /^plugin install resource docker v\d/.test(call)),
      calls.join(),
    );
    assert.ok(!calls.includes("built"));
  });

  it("does not take another checkout's own Pulumi for an official one", () => {
    stubs.pulumi = `echo ${pinnedVersion()}`;
    stubs["pulumi-language-nodejs"] = nothing;
    assert.match(setup().stdout, /offline way/);
  });

  it("goes the other way when an official Pulumi cannot get its plugins, unless it was asked for", () => {
    stubs.pulumi = `[ "$1" = version ] && echo ${pinnedVersion()} || exit 1`;
    stubs["pulumi-language-nodejs"] = compiled;
    const forced = setup({ PALIER_TOOLCHAIN: "official" });
    assert.notEqual(forced.status, 0);
    assert.ok(!forced.calls.includes("built"));
    const { status, stdout, stderr, calls } = setup();
    assert.equal(status, 0, stderr);
    assert.match(stdout, /offline way: the official one is not complete here/);
    assert.ok(calls.includes("built"));
  });

  it("does not take another version for it", () => {
    stubs.pulumi = "echo v3.1.0";
    stubs["pulumi-language-nodejs"] = compiled;
    assert.match(setup().stdout, /offline way/);
  });

  it("leaves no half binary when the build fails", () => {
    stubs.go = pretendBuild.replace(
      "printf",
      "echo 'write: no space left on device' >&2; exit 1; printf",
    );
    const { status, stderr } = setup();
    assert.equal(status, 1);
    assert.match(stderr, /no space left on the disk while building the Pulumi CLI/);
    assert.ok(!existsSync(path.join(checkout, ".palier/pulumi/bin/pulumi")));
  });

  it("says in one line what is missing and what installs it", () => {
    for (const tool of ["git", "make", "node", "npm", "go"]) {
      const body = stubs[tool] ?? "";
      stubs = Object.fromEntries(Object.entries(stubs).filter(([name]) => name !== tool));
      const { status, stderr } = setup();
      assert.equal(status, 1, tool);
      assert.match(
        stderr,
        new RegExp(`^setup: ${tool} is missing.*\\b(install|package)\\b.*\\n$`),
        stderr,
      );
      stubs[tool] = body;
    }
  });

  it("refuses an old Node and an old Go", () => {
    stubs.node = nodeOfVersion("v18.20.1");
    assert.match(
      setup().stderr,
      /^setup: Node 18\.20\.1 is too old: install Node 20\.19 or newer.*\n$/,
    );
    stubs.node = nodeOfVersion("v24.1.0");
    stubs.go = 'echo "go version go1.19.8 linux/amd64"';
    assert.match(setup().stderr, /^setup: Go 1\.19\.8 is too old.*\n$/);
  });

  it("forces a way, and refuses any other word", () => {
    stubs.curl = "exit 0";
    assert.match(
      setup({ PALIER_TOOLCHAIN: "offline" }).stdout,
      /offline way: PALIER_TOOLCHAIN=offline asks/,
    );
    stubs.curl = "exit 6";
    assert.match(setup({ PALIER_TOOLCHAIN: "official" }).stderr, /the download of \S+ failed/);
    const { status, stderr } = setup({ PALIER_TOOLCHAIN: "offical" });
    assert.equal(status, 1);
    assert.equal(
      stderr,
      'setup: PALIER_TOOLCHAIN is "offical"; it must be "official", "offline" or not set\n',
    );
  });
});

import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";

const root = path.join(__dirname, "..", "..", "..");
const engine = path.join(root, "images", "host", "engine.sh");
const mmdebstrap = path.join(root, "images", "host", "mmdebstrap.sh");

/** What the scripts need beside what a test gives them. */
const tools = [
  "bash",
  "env",
  "node",
  "id",
  "dirname",
  "grep",
  "sleep",
  "tail",
  "rm",
  "setsid",
  "nohup",
  "cat",
];

interface Ended {
  readonly status: number | null;
  readonly output: string;
}

function run(
  command: readonly string[],
  environment: Readonly<Record<string, string>> = {},
): Ended {
  const [program = "", ...words] = command;
  const inherited = { ...process.env };
  delete inherited.DOCKER_HOST;
  const { status, stdout, stderr } = spawnSync(program, words, {
    env: { ...inherited, ...environment },
    encoding: "utf8",
    timeout: 120_000,
  });
  return { status, output: stdout + stderr };
}

function oneLine({ status, output }: Ended, message: RegExp): void {
  assert.equal(status, 1, output);
  assert.match(output, message);
  assert.equal(output.trim().split("\n").length, 1, output);
}

describe("preparing the host", function () {
  this.timeout(150_000);
  let folder = "";
  let stubs = "";

  beforeEach(() => {
    folder = fs.mkdtempSync(path.join(os.tmpdir(), "palier-host-"));
    stubs = path.join(folder, "bin");
    fs.mkdirSync(stubs);
    for (const tool of tools) {
      const found = run(["bash", "-c", `command -v ${tool}`]).output.trim();
      fs.symlinkSync(found, path.join(stubs, tool));
    }
  });
  afterEach(() => {
    fs.rmSync(folder, { recursive: true, force: true });
  });

  function stub(name: string, body: string): void {
    const file = path.join(stubs, name);
    // Written to a link, the stub would end up in the machine's own program.
    fs.rmSync(file, { force: true });
    fs.writeFileSync(file, `#!/bin/bash\n${body}\n`, { mode: 0o755 });
  }

  /** Runs a script where no engine can be reached and only the stubs are on the path. */
  function onBareMachine(
    script: string,
    environment: Readonly<Record<string, string>> = {},
    osRelease = "ID=debian\n",
  ): Ended {
    const file = path.join(folder, "os-release");
    fs.writeFileSync(file, osRelease);
    const prepare = `mount -t tmpfs none /run && mount --bind ${file} "$(readlink -f /etc/os-release)" && PATH=${stubs} exec ${script}`;
    return run(["unshare", "--mount", "bash", "-c", prepare], environment);
  }

  function asRoot(context: Mocha.Context): void {
    if (process.getuid?.() !== 0 || process.platform !== "linux") context.skip();
  }

  it("uses the engine that answers", () => {
    const { DOCKER_HOST: host } = process.env;
    const { status, output } = run([engine], host === undefined ? {} : { DOCKER_HOST: host });
    assert.equal(status, 0, output);
    assert.match(output, /^engine: Docker \d+\..* answers at .*\n$/);
  });

  it("never replaces an engine that DOCKER_HOST names", () => {
    const address = "tcp://127.0.0.1:1";
    oneLine(
      run([engine], { DOCKER_HOST: address }),
      /no Docker engine answers at DOCKER_HOST=tcp:\/\/127\.0\.0\.1:1 \(ECONNREFUSED\)/,
    );
  });

  it("installs and starts nothing without being root", function () {
    asRoot(this);
    stub("id", "echo 1000");
    oneLine(
      onBareMachine(engine),
      /no Docker engine answers at the default socket \(ENOENT\); .*run this as root on Debian or Ubuntu/,
    );
  });

  it("installs nothing when PALIER_INSTALL_DOCKER=0 forbids it", function () {
    asRoot(this);
    stub("apt-get", `touch ${folder}/installed`);
    oneLine(
      onBareMachine(engine, { PALIER_INSTALL_DOCKER: "0" }),
      /PALIER_INSTALL_DOCKER=0 forbids installing one; install docker\.io/,
    );
    assert.ok(!fs.existsSync(path.join(folder, "installed")));
  });

  it("installs nothing on other distributions", function () {
    asRoot(this);
    stub("apt-get", `touch ${folder}/installed`);
    oneLine(onBareMachine(engine, {}, "ID=fedora\n"), /neither Debian nor Ubuntu/);
    assert.ok(!fs.existsSync(path.join(folder, "installed")));
  });

  it("installs docker.io as root on Debian and on Ubuntu, saying so, and shows why dockerd ended", function () {
    asRoot(this);
    const dockerd = "#!/bin/bash\\necho the engine broke\\nexit 1\\n";
    stub(
      "apt-get",
      `echo "$@" >>${folder}/calls; if [[ $1 == install ]]; then printf '${dockerd}' >${stubs}/dockerd; /bin/chmod 755 ${stubs}/dockerd; fi`,
    );
    for (const system of ["ID=debian\n", "ID=ubuntu\nID_LIKE=debian\n"]) {
      fs.rmSync(path.join(stubs, "dockerd"), { force: true });
      fs.rmSync(path.join(folder, "calls"), { force: true });
      const log = path.join(folder, "dockerd.log");
      const { status, output } = onBareMachine(engine, { PALIER_ENGINE_LOG: log }, system);
      assert.equal(status, 1);
      assert.match(output, /engine: no Docker engine found; installing the package docker\.io/);
      assert.match(output, /the engine broke\nengine: dockerd ended instead of answering/);
      const calls = fs.readFileSync(path.join(folder, "calls"), "utf8").trim().split("\n");
      assert.match(calls[1] ?? "", /^install --yes .*--no-install-recommends docker\.io$/);
    }
  });

  it("starts a real engine beside a stale pid file, which outlives the script", function () {
    asRoot(this);
    const log = path.join(folder, "dockerd.log");
    const script = [
      "mount -t tmpfs none /run",
      "mkdir -p /var/lib/docker && mount -t tmpfs none /var/lib/docker",
      "ip link set lo up",
      "echo 4194000 >/run/docker.pid",
      engine,
      engine,
      "test -S /run/docker.sock",
    ].join(" && ");
    // A process namespace of its own: whatever is started in it ends with the test.
    const isolation = [
      "unshare",
      "--mount",
      "--net",
      "--pid",
      "--fork",
      "--mount-proc",
      "--kill-child",
    ];
    const { status, output } = run([...isolation, "bash", "-c", `${script}; exit $?`], {
      PALIER_ENGINE_LOG: log,
    });
    assert.equal(status, 0, `${output}\n${fs.existsSync(log) ? fs.readFileSync(log, "utf8") : ""}`);
    const lines = output.trim().split("\n");
    assert.match(
      lines[0] ?? "",
      /removing \/var\/run\/docker\.pid, left by an engine that is gone/,
    );
    assert.match(lines[1] ?? "", /starting dockerd in the background; its log is /);
    assert.match(lines[2] ?? "", /Docker .* answers at the default socket/);
    assert.equal(lines[3], lines[2]);
  });

  it("says what to do where mmdebstrap is missing and cannot be installed", function () {
    asRoot(this);
    oneLine(
      onBareMachine(mmdebstrap, {}, "ID=fedora\n"),
      /mmdebstrap is missing.*PALIER_DEBIAN_IMAGE/,
    );
  });

  it("installs mmdebstrap with Debian's keys", function () {
    asRoot(this);
    stub("apt-get", `echo "$@" >>${folder}/calls`);
    const { status, output } = onBareMachine(mmdebstrap);
    assert.equal(status, 0, output);
    assert.match(
      fs.readFileSync(path.join(folder, "calls"), "utf8"),
      /install .* mmdebstrap debian-archive-keyring\n/,
    );
  });
});

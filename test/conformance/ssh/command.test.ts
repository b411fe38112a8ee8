import assert from "node:assert/strict";
import { execFileSync, spawn } from "node:child_process";
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";

import {
  type Provider,
  UNKNOWN_TEXT,
  type Wire,
  type WireProperties,
  failureOf,
  secret,
  startProvider,
} from "../../support/provider";
import { textOf } from "../docker/support";
import { isRunning, until } from "../../support/processes";
import { SshServer, password } from "./ssh-server";

const COMMAND = { type: "command:remote:Command", name: "job" };
const COPY = { type: "command:remote:CopyToRemote", name: "copy" };
const COPY_FILE = { type: "command:remote:CopyFile", name: "file" };

// The engine's marks of assets and archives.
const SIGNATURE = "4dabf18193072939515e22adb298388d";
const asset = (source: WireProperties, hash = "1"): Wire => ({
  [SIGNATURE]: "c44067f5952c0a294b673a41bacd8c17",
  hash,
  ...source,
});
const archive = (folder: string, hash = "1"): Wire => ({
  [SIGNATURE]: "0def7320c3a5731c473e5ecbe6d01bc7",
  hash,
  path: folder,
});

/** Parts of a connection; an undefined one is left out. */
type Changes = Readonly<Record<string, Wire | undefined>>;

describe("plugin command over ssh", function () {
  this.timeout(60_000);
  let server: SshServer;
  let plugin: Provider;
  let dir: string;

  before(async () => {
    server = new SshServer();
    await server.start();
    // A key that wants a passphrase, for the test of one.
    server.makeKey("locked", "open sesame");
  });
  after(async () => {
    await server.remove();
  });
  beforeEach(async () => {
    dir = mkdtempSync(path.join(server.at("home"), "palier-remote-"));
    chmodSync(dir, 0o777);
    plugin = await startProvider("toolchain/plugins/command/main.ts", {
      env: { SSH_AUTH_SOCK: "" },
    });
  });
  afterEach(async () => {
    await plugin.stop();
  });

  /** A connection as the SDK sends it: with defaults, and secret as a whole. */
  function connection(more: Changes = {}): Wire {
    const base = {
      host: server.host,
      port: server.port,
      user: "root",
      dialErrorLimit: 0,
      perDialTimeout: 10,
    };
    const key = readFileSync(server.at("id"), "utf8");
    const all: Changes = { ...base, privateKey: key, ...more };
    const given = Object.entries(all).filter(([, value]) => value !== undefined);
    return secret(Object.fromEntries(given) as WireProperties);
  }

  const create = async (
    inputs: WireProperties,
    more: Changes = {},
  ): Promise<{ id: string; outputs: WireProperties }> =>
    await plugin.create(COMMAND, { connection: connection(more), ...inputs });

  async function failure(inputs: WireProperties, more?: Changes): Promise<string> {
    return (await failureOf(create(inputs, more))).message;
  }

  describe("Command", () => {
    it("runs create on the other machine, with input, and gives both outputs", async () => {
      const { id, outputs } = await create({
        create: 'echo "$SSH_CONNECTION"; cat; echo b >&2',
        stdin: "in\n",
      });
      assert.match(id, /^job[0-9a-f]{8}$/);
      assert.match(textOf(outputs.stdout), /^127\.0\.0\.1 \d+ 127\.0\.0\.1 \d+\nin$/);
      assert.equal(outputs.stderr, "b");
    });

    it("updates in place, also when the connection changes, and replaces on triggers", async () => {
      const diff = async (news: WireProperties): Promise<Wire> => {
        const inputs = { create: "true", connection: connection(), triggers: ["1"] };
        const state = { inputs, outputs: inputs };
        return (await plugin.diff(COMMAND, "id", state, { ...inputs, ...news })).detailed;
      };
      assert.deepEqual(await diff({ create: "false" }), { create: "UPDATE" });
      assert.deepEqual(await diff({ triggers: ["2"] }), { "triggers[0]": "UPDATE_REPLACE" });
      const moved = { connection: connection({ host: "elsewhere" }) };
      assert.deepEqual(await diff(moved), { "connection.host": "UPDATE" });
    });

    it("runs update with what create wrote, then delete", async () => {
      const file = path.join(dir, "deleted");
      const inputs = {
        connection: connection(),
        create: "echo out; echo err >&2",
        update: 'echo "[$PULUMI_COMMAND_STDOUT][$PULUMI_COMMAND_STDERR]"',
        delete: `echo "$PULUMI_COMMAND_STDOUT" > ${file}`,
      };
      const { id, outputs } = await plugin.create(COMMAND, inputs);
      const updated = await plugin.update(COMMAND, id, { inputs, outputs }, inputs);
      assert.equal(updated.stdout, "[out][err]");
      await plugin.delete(COMMAND, id, updated);
      assert.equal(readFileSync(file, "utf8"), "[out][err]\n");
    });

    it("runs nothing in a preview, and connects to nobody", async () => {
      const { outputs } = await plugin.create(
        COMMAND,
        { create: "true", connection: connection({ host: "nobody.invalid" }) },
        { preview: true },
      );
      assert.deepEqual([outputs.stdout, outputs.stderr], [UNKNOWN_TEXT, UNKNOWN_TEXT]);
    });

    it("passes the variables that the server takes, and names those that it does not", async () => {
      const taken = { create: "echo $GREETING", environment: { GREETING: "good day" } };
      assert.equal((await create(taken)).outputs.stdout, "good day");
      const refused = { ...taken, environment: { GREETING: "x", OTHER: secret("sesame") } };
      const message = await failure(refused);
      assert.match(message, /^Unable to set 'OTHER': the ssh server takes only what AcceptEnv/);
    });

    it("keeps the connection secret, and shows live output without its secrets", async () => {
      const { outputs } = await create({ create: `echo root ${password}` }, { password });
      assert.equal(outputs.stdout, `root ${password}`);
      assert.ok(
        JSON.stringify(outputs.connection).startsWith(JSON.stringify(secret("")).slice(0, 60)),
      );
      const lines = plugin.engine.lines.map(({ message }) => message);
      assert.deepEqual(lines, ["root [secret]"]);
    });

    it("fails with status, command and outputs, in clear but for secrets", async () => {
      const text = `echo out; echo ${password} >&2; exit 3`;
      const message = await failure({ create: text }, { password });
      assert.match(message, /^Process exited with status 3: running "echo out;/);
      assert.match(message, /^out$/m);
      assert.ok(!message.includes(password));
    });

    for (const user of ["root", "deploy"]) {
      it(`ends all that a command of ${user} has started when the engine cancels`, async () => {
        const [pidFile, cleaned] = [path.join(dir, "pid"), path.join(dir, "cleaned")];
        const text = `trap 'echo yes > ${cleaned}; exit 1' TERM; sleep 600 & echo $! > ${pidFile}; wait`;
        const running = failure({ create: text }, { user, password });
        await until(
          "the command",
          () => existsSync(pidFile) && readFileSync(pidFile, "utf8") !== "",
        );
        await plugin.cancel();
        assert.match(await running, /^stopped, because the update was cancelled/);
        assert.equal(readFileSync(cleaned, "utf8"), "yes\n");
        const pid = Number(readFileSync(pidFile, "utf8"));
        await until("the end of what it started", () => !isRunning(pid));
      });
    }

    it("fails and does not hang when the connection is lost", async () => {
      const begun = path.join(dir, "begun");
      const running = failure({ create: `touch ${begun}; sleep 60` });
      await until("the command", () => existsSync(begun));
      server.dropConnections();
      assert.match(await running, /^the ssh connection was lost.*may still run/);
    });
  });

  describe("logging in", () => {
    const who = { create: "id -un" };

    it("takes the keys of an agent, of the connection or of the environment", async () => {
      const socket = path.join(dir, "agent");
      const agent = spawn("ssh-agent", ["-D", "-a", socket], { stdio: "ignore" });
      try {
        await until("the agent", () => existsSync(socket));
        const env = { ...process.env, SSH_AUTH_SOCK: socket };
        execFileSync("ssh-add", [server.at("id")], { env, stdio: "ignore" });
        const { outputs } = await create(who, { privateKey: undefined, agentSocketPath: socket });
        assert.equal(outputs.stdout, "root");
        await plugin.stop();
        plugin = await startProvider("toolchain/plugins/command/main.ts", {
          env: { SSH_AUTH_SOCK: socket },
        });
        assert.equal((await create(who, { privateKey: undefined })).outputs.stdout, "root");
      } finally {
        agent.kill();
      }
    });

    it("takes a password, and a key with a passphrase", async () => {
      const withPassword = { user: "deploy", privateKey: undefined, password };
      assert.equal((await create(who, withPassword)).outputs.stdout, "deploy");
      const keys = ["id", "locked"].map((name) => readFileSync(server.at(`${name}.pub`), "utf8"));
      writeFileSync(server.at("authorized_keys"), keys.join(""));
      const privateKey = readFileSync(server.at("locked"), "utf8");
      const locked = { privateKey, privateKeyPassword: "open sesame" };
      assert.equal((await create(who, locked)).outputs.stdout, "root");
      const message = await failure(who, { privateKey });
      assert.match(message, /^logging in to root@127\.0\.0\.1:\d+: .*passphrase/);
    });

    it("goes through a proxy", async () => {
      const proxy = { host: server.host, port: server.port, user: "deploy", password };
      const { outputs } = await create(
        { create: "echo $SSH_CONNECTION" },
        { proxy: { ...proxy, dialErrorLimit: 0 } },
      );
      assert.match(textOf(outputs.stdout), /^127\.0\.0\.1 /);
      const wrong = await failure(who, {
        proxy: { ...proxy, password: "wrong", dialErrorLimit: 0 },
      });
      assert.match(wrong, /^logging in to deploy@127\.0\.0\.1:\d+ failed once: All configured/);
    });

    it("takes the host key that was given, and refuses another one at once", async () => {
      const hostKey = readFileSync(server.at("host.pub"), "utf8");
      assert.equal((await create(who, { hostKey })).outputs.stdout, "root");
      const other = readFileSync(server.at("id.pub"), "utf8");
      const message = await failure(who, { hostKey: other, dialErrorLimit: -1 });
      assert.match(
        message,
        /ITS HOST KEY IS NOT THE ONE IN connection\.hostKey \(it shows SHA256:/,
      );
      assert.ok(!message.includes("\n"));
    });

    it("tries again as often as dialErrorLimit says, and shows it", async () => {
      const message = await failure(who, {
        privateKey: undefined,
        password: "wrong",
        dialErrorLimit: 2,
      });
      assert.match(message, /^logging in to root@127\.0\.0\.1:\d+ failed 3 times: /);
      const lines = plugin.engine.lines.map((line) => line.message);
      assert.deepEqual(lines, ["Dial 1/2 failed: retrying", "Dial 2/2 failed: retrying"]);
    });

    it("waits for a server that is not there yet", async () => {
      await server.stop();
      const waiting = create(who, { dialErrorLimit: -1 });
      await until("a failed try", () => plugin.engine.lines.length > 0);
      await server.start();
      assert.equal((await waiting).outputs.stdout, "root");
    });

    it("checks a connection and fills in its defaults", async () => {
      const checked = async (inputs: WireProperties): ReturnType<Provider["check"]> =>
        await plugin.check(COMMAND, inputs);
      const { inputs } = await checked({ connection: { host: "h", proxy: { host: "p" } } });
      const defaults = { dialErrorLimit: 10, perDialTimeout: 15, port: 22, user: "root" };
      const proxy = { host: "p", ...defaults };
      assert.deepEqual(inputs.connection, { host: "h", ...defaults, proxy });
      const reasons = async (of: WireProperties): Promise<string[]> =>
        (await checked(of)).failures.map(({ reason }) => reason);
      assert.deepEqual(await reasons({}), ["connection is required"]);
      const wrong = { usr: "x", port: "22", hostKey: "x", proxy: { host: 1 } };
      assert.deepEqual(
        (await reasons({ connection: wrong })).map((reason) => reason.slice(0, 45)),
        [
          '"usr" is not an input of command:remote:Comma',
          "connection.host is required",
          "connection.port must be a whole number, not a",
          "connection.hostKey must be a public key as in",
          "connection.proxy.host must be text, not a num",
        ],
      );
    });
  });

  describe("CopyToRemote", () => {
    const copy = async (source: Wire, remotePath: string): Promise<WireProperties> => {
      const inputs = { connection: connection(), source, remotePath };
      return (await plugin.create(COPY, inputs)).outputs;
    };
    let local: string;

    beforeEach(() => {
      local = mkdtempSync(path.join(tmpdir(), "palier-local-"));
      mkdirSync(path.join(local, "site/css"), { recursive: true });
      writeFileSync(path.join(local, "site/index.html"), "<p>\n");
      writeFileSync(path.join(local, "site/css/all.css"), Buffer.alloc(2_000_000, "a{}"));
      symlinkSync("index.html", path.join(local, "site/link.html"));
    });
    afterEach(() => {
      rmSync(local, { recursive: true });
    });

    it("copies a file, makes the folders above it, and into a folder that exists", async () => {
      const source = asset({ path: path.join(local, "site/css/all.css") });
      await copy(source, path.join(dir, "a/b/style.css"));
      const copied = readFileSync(path.join(dir, "a/b/style.css"));
      assert.ok(copied.equals(readFileSync(path.join(local, "site/css/all.css"))));
      await copy(source, path.join(dir, "a"));
      assert.ok(existsSync(path.join(dir, "a/all.css")));
    });

    it("copies a folder with all that is below it, or its contents when the path ends in a slash", async () => {
      await copy(archive(path.join(local, "site")), path.join(dir, "whole"));
      assert.equal(readFileSync(path.join(dir, "whole/site/link.html"), "utf8"), "<p>\n");
      assert.ok(existsSync(path.join(dir, "whole/site/css/all.css")));
      await copy(archive(`${path.join(local, "site")}/`), path.join(dir, "contents"));
      assert.ok(existsSync(path.join(dir, "contents/css/all.css")));
    });

    it("writes a text, and not onto a folder", async () => {
      await copy(asset({ text: "key = value\n" }), path.join(dir, "conf/app.ini"));
      assert.equal(readFileSync(path.join(dir, "conf/app.ini"), "utf8"), "key = value\n");
      const { message } = await failureOf(copy(asset({ text: "x" }), path.join(dir, "conf")));
      assert.match(message, /conf is a folder, and a text has no name of its own/);
    });

    it("copies again only what has changed, and replaces on triggers", async () => {
      const target = path.join(dir, "app.ini");
      const inputs = {
        connection: connection(),
        remotePath: target,
        source: asset({ text: "one" }, "1"),
      };
      const { id, outputs } = await plugin.create(COPY, inputs);
      assert.match(id, /^[0-9a-f]{8}$/);
      writeFileSync(target, "by hand");
      const update = async (news: WireProperties): Promise<string> => {
        await plugin.update(COPY, id, { inputs, outputs }, { ...inputs, ...news });
        return readFileSync(target, "utf8");
      };
      assert.equal(await update({ connection: connection({ perDialTimeout: 9 }) }), "by hand");
      assert.equal(await update({ source: asset({ text: "two" }, "2") }), "two");
      const triggered = { ...inputs, triggers: ["1"] };
      const diff = await plugin.diff(COPY, id, { inputs, outputs }, triggered);
      assert.deepEqual(diff.replaces, ["triggers"]);
    });

    it("names what cannot be copied", async () => {
      const message = async (source: Wire, to: string): Promise<string> =>
        (await failureOf(copy(source, to))).message;
      writeFileSync(path.join(dir, "file"), "");
      const folder = archive(path.join(local, "site"));
      assert.match(
        await message(folder, path.join(dir, "file")),
        /file exists but is not a directory/,
      );
      assert.match(await message(asset({ path: "/nowhere" }), dir), /ENOENT.*\/nowhere/);
      const checked = await plugin.check(COPY, { connection: connection(), source: "text" });
      assert.deepEqual(
        checked.failures.map(({ reason }) => reason),
        ["remotePath is required", "source must be a FileAsset, a StringAsset or a FileArchive"],
      );
    });

    it("has its predecessor CopyFile", async () => {
      const inputs = {
        connection: connection(),
        localPath: path.join(local, "site/index.html"),
        remotePath: path.join(dir, "index.html"),
      };
      await plugin.create(COPY_FILE, inputs);
      assert.equal(readFileSync(inputs.remotePath, "utf8"), "<p>\n");
      const news = { ...inputs, remotePath: "/other" };
      const diff = await plugin.diff(COPY_FILE, "id", { inputs, outputs: inputs }, news);
      assert.deepEqual(diff.detailed, { remotePath: "UPDATE_REPLACE" });
    });
  });
});

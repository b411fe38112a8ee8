import assert from "node:assert/strict";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";

import { isRunning, until } from "../../support/processes";
import {
  type Provider,
  UNKNOWN_TEXT,
  type WireProperties,
  failureOf,
  secret,
  startProvider,
} from "../../support/provider";

const COMMAND = { type: "command:local:Command", name: "job" };

describe("plugin command", function () {
  this.timeout(30_000);
  let plugin: Provider;
  let dir: string;

  beforeEach(async () => {
    dir = mkdtempSync(path.join(tmpdir(), "palier-command-"));
    plugin = await startProvider("toolchain/plugins/command/main.ts");
  });
  afterEach(async () => {
    await plugin.stop();
    rmSync(dir, { recursive: true });
  });

  const create = async (inputs: WireProperties): Promise<{ id: string; outputs: WireProperties }> =>
    await plugin.create(COMMAND, inputs);

  const update = async (olds: WireProperties, news: WireProperties): Promise<WireProperties> => {
    const { id, outputs } = await create(olds);
    return await plugin.update(COMMAND, id, { inputs: olds, outputs }, news);
  };

  async function appears(file: string): Promise<string> {
    while (!existsSync(file) || readFileSync(file, "utf8") === "") {
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
    return readFileSync(file, "utf8");
  }

  it("runs create with the shell and gives both outputs without their last newline", async () => {
    const { id, outputs } = await create({ create: "printf 'a\\n\\n'; echo b >&2" });
    assert.match(id, /^job[0-9a-f]{8}$/);
    assert.deepEqual([outputs.stdout, outputs.stderr], ["a\n", "b"]);
  });

  it("runs nothing without a create command", async () => {
    assert.deepEqual((await create({ delete: "exit 1" })).outputs, {
      delete: "exit 1",
      stdout: "",
      stderr: "",
    });
  });

  it("honours dir, environment, stdin and interpreter", async () => {
    const inputs = {
      create: 'printf \'%s \' "$(pwd)" "$GREETING"; cat',
      dir,
      environment: { GREETING: "hello" },
      stdin: "from stdin",
      interpreter: ["/bin/bash", "-c"],
    };
    assert.equal((await create(inputs)).outputs.stdout, `${dir} hello from stdin`);
  });

  it("does not mind a command that leaves its stdin unread", async () => {
    assert.equal(
      (await create({ create: "echo done", stdin: "x".repeat(1_000_000) })).outputs.stdout,
      "done",
    );
  });

  it("runs nothing in a preview and shows outputs as unknown", async () => {
    const file = path.join(dir, "made");
    const { outputs } = await plugin.create(
      COMMAND,
      { create: `touch ${file}` },
      { preview: true },
    );
    assert.deepEqual([outputs.stdout, outputs.stderr], [UNKNOWN_TEXT, UNKNOWN_TEXT]);
    assert.equal(existsSync(file), false);
  });

  it("updates in place, with update if there is one, else with create again", async () => {
    const diff = async (news: WireProperties): Promise<unknown> => {
      const inputs = { create: "echo 1", environment: { A: "1" }, triggers: ["1"] };
      return (await plugin.diff(COMMAND, "id", { inputs, outputs: inputs }, { ...inputs, ...news }))
        .detailed;
    };
    assert.deepEqual(await diff({ create: "echo 2" }), { create: "UPDATE" });
    assert.deepEqual(await diff({ environment: { A: "2" } }), { "environment.A": "UPDATE" });
    assert.deepEqual(await diff({ update: "true" }), { update: "ADD" });
    assert.equal((await update({ create: "echo 1" }, { create: "echo 2" })).stdout, "2");
    assert.equal(
      (await update({ create: "echo 1" }, { create: "echo 2", update: "echo up" })).stdout,
      "up",
    );
  });

  it("replaces when triggers change, and makes the new one first", async () => {
    const inputs = { create: "true", triggers: ["a", { digest: "1" }] };
    const news = { create: "true", triggers: ["a", { digest: "2" }] };
    const diff = await plugin.diff(COMMAND, "id", { inputs, outputs: inputs }, news);
    assert.deepEqual(diff.detailed, { "triggers[1].digest": "UPDATE_REPLACE" });
    assert.deepEqual([diff.replaces, diff.deleteBeforeReplace], [["triggers"], false]);
  });

  it("gives update and delete what the last command wrote, unless switched off", async () => {
    const show = 'echo "[$PULUMI_COMMAND_STDOUT][$PULUMI_COMMAND_STDERR]"';
    const olds = { create: "echo out; echo err >&2" };
    assert.equal((await update(olds, { ...olds, update: show })).stdout, "[out][err]");
    const off = { ...olds, update: show, addPreviousOutputInEnv: false };
    assert.equal((await update(olds, off)).stdout, "[][]");
    const file = path.join(dir, "deleted");
    const made = await create({ ...olds, delete: `${show} > ${file}` });
    await plugin.delete(COMMAND, made.id, made.outputs);
    assert.equal(readFileSync(file, "utf8"), "[out][err]\n");
  });

  it("keeps the old outputs when neither create nor update is left to run", async () => {
    assert.equal((await update({ create: "echo kept" }, { delete: "true" })).stdout, "kept");
  });

  it("shows output as live progress, as logging says, with secrets blanked out", async () => {
    const shown = async (logging?: string): Promise<string[]> => {
      plugin.engine.lines.length = 0;
      await create({
        create: "echo one; echo $KEY >&2",
        environment: { KEY: secret("sesame") },
        ...(logging && { logging }),
      });
      assert.ok(plugin.engine.lines.every((line) => line.ephemeral && line.severity === "info"));
      return plugin.engine.lines.map((line) => line.message).sort();
    };
    assert.deepEqual(await shown(), ["[secret]", "one"]);
    assert.deepEqual(await shown("stdout"), ["one"]);
    assert.deepEqual(await shown("stderr"), ["[secret]"]);
    assert.deepEqual(await shown("none"), []);
  });

  it("keeps a secret of the environment secret in state, and stdout in clear, as officially", async () => {
    const { outputs } = await create({
      create: "echo $KEY",
      environment: { KEY: secret("sesame"), B: "b" },
    });
    assert.deepEqual(outputs.environment, { KEY: secret("sesame"), B: "b" });
    assert.equal(outputs.stdout, "sesame");
  });

  it("fails with status, command and both outputs, and no secret in them", async () => {
    const inputs = {
      create: "echo out; echo $KEY >&2; exit 3",
      environment: { KEY: secret("sesame") },
    };
    const { message, partial } = await failureOf(create(inputs));
    assert.match(message, /^exit status 3: running "echo out; echo \$KEY >&2; exit 3":\n/);
    assert.match(message, /^out$/m);
    assert.match(message, /^\[secret\]$/m);
    assert.doesNotMatch(message, /sesame/);
    assert.equal(partial, undefined);
  });

  it("names a folder or an interpreter that is not there", async () => {
    assert.match(
      (await failureOf(create({ create: "true", dir: "/nowhere" }))).message,
      /dir "\/nowhere" is not a folder/,
    );
    const missing = await failureOf(create({ create: "true", interpreter: ["no-such-shell"] }));
    assert.match(missing.message, /interpreter "no-such-shell" was not found/);
  });

  it("collects assets and an archive after the run", async () => {
    mkdirSync(path.join(dir, "src"));
    writeFileSync(path.join(dir, "src", "secret.js"), "no");
    const { outputs } = await create({
      create: "printf hello > src/index.js",
      dir,
      assetPaths: ["src/**.js", "!**secret.*"],
      archivePaths: ["**"],
    });
    const asset = {
      "4dabf18193072939515e22adb298388d": "c44067f5952c0a294b673a41bacd8c17",
      hash: "2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824",
      path: path.join(dir, "src", "index.js"),
    };
    assert.deepEqual(outputs.assets, { "src/index.js": asset });
    const { assets } = outputs.archive as { assets: WireProperties };
    assert.deepEqual(Object.keys(assets), ["src/index.js", "src/secret.js"]);
  });

  it("ends the command and all that it started when the engine cancels", async () => {
    const [pidFile, cleaned] = [path.join(dir, "pid"), path.join(dir, "cleaned")];
    const script = `trap 'echo yes > ${cleaned}; exit 1' TERM; sleep 600 & echo $! > ${pidFile}; wait`;
    const running = failureOf(create({ create: script }));
    const pid = await appears(pidFile);
    await plugin.cancel();
    assert.match((await running).message, /^stopped, because the update was cancelled/);
    assert.equal(readFileSync(cleaned, "utf8"), "yes\n");
    await until("the end of what it started", () => !isRunning(Number(pid)));
  });

  it("leaves nothing running when the CLI is killed, even what ignores SIGTERM", async () => {
    const pidFile = path.join(dir, "pid");
    const running = failureOf(
      create({ create: `trap '' TERM; echo $$ > ${pidFile}; while :; do sleep 0.1; done` }),
    );
    const pid = await appears(pidFile);
    plugin.process.stdin?.end();
    await running;
    await until("the end of what it started", () => !isRunning(Number(pid)));
  });

  it("stops at customTimeouts", async () => {
    const { message } = await failureOf(
      plugin.create(COMMAND, { create: "sleep 600" }, { timeoutSeconds: 1 }),
    );
    assert.match(message, /^stopped, because it took longer than the 1 s of customTimeouts/);
  });

  it("run: runs every time and gives its arguments back", async () => {
    const result = await plugin.invoke("command:local:run", {
      command: "echo $A",
      environment: { A: "1" },
    });
    assert.deepEqual(result, {
      command: "echo $A",
      environment: { A: "1" },
      stdout: "1",
      stderr: "",
    });
    assert.match(
      (await failureOf(plugin.invoke("command:local:run", {}))).message,
      /command is required/,
    );
  });

  it("names inputs and tokens that it does not have", async () => {
    const { failures } = await plugin.check(COMMAND, {
      create: "true",
      enviroment: {},
      logging: "all",
    });
    assert.deepEqual(
      failures.map((failure) => failure.property),
      ["enviroment", "logging"],
    );
    assert.match(failures[0]?.reason ?? "", /nearest known one is "environment"/);
    assert.match(failures[1]?.reason ?? "", /must be one of stdout, stderr, stdoutAndStderr, none/);
    const nowhere = { type: "command:nowhere:Command", name: "r" };
    assert.match(
      (await failureOf(plugin.check(nowhere, {}))).message,
      /^command:nowhere:Command is not implemented/,
    );
    assert.match((await failureOf(plugin.read(COMMAND, "x"))).message, /cannot be imported/);
  });
});

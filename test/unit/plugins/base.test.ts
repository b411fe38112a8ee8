import assert from "node:assert/strict";
import {
  type Provider,
  UNKNOWN_TEXT,
  failureOf,
  secret,
  startProvider,
} from "../../support/provider";

const MAIN = "test/unit/plugins/fixture/main.ts";
const THING = { type: "fixture:index:Thing", name: "thing" };
const SLOW = { type: "fixture:index:Slow", name: "slow" };

describe("plugin base", function () {
  this.timeout(30_000);
  let plugin: Provider;

  beforeEach(async () => {
    plugin = await startProvider(MAIN, { config: { greeting: "hi", version: "9.8.7" } });
  });
  afterEach(async () => {
    await plugin.stop();
  });

  it("introduces itself", async () => {
    assert.equal(await plugin.pluginVersion(), "9.8.7");
    assert.equal((await plugin.handshake()).acceptSecrets, true);
    const schema = (await plugin.schema()) as { name: string; resources: Record<string, unknown> };
    assert.equal(schema.name, "fixture");
    assert.deepEqual(Object.keys(schema.resources), [THING.type, SLOW.type]);
  });

  it("refuses a provider configuration key that nobody knows, with the nearest", async () => {
    const [failure, ...others] = await plugin.checkConfig({ greting: "x", version: "1" });
    assert.equal(failure?.property, "greting");
    assert.match(failure.reason, /nearest known one is "greeting"/);
    assert.deepEqual(others, []);
  });

  it("passes on why a configuration is refused", async () => {
    assert.equal(
      (await failureOf(plugin.configure({ greeting: "refuse" }))).message,
      "greeting must not be refuse",
    );
  });

  it("changes the provider in place when its configuration changes", async () => {
    const diff = await plugin.diffConfig({ greeting: "a" }, { greeting: "b" });
    assert.deepEqual([diff.changes, diff.diffs, diff.replaces], ["some", ["greeting"], []]);
  });

  it("names an input that nobody knows, and keeps secrets of the others", async () => {
    const { inputs, failures } = await plugin.check(THING, {
      name: "n",
      tokn: "x",
      token: secret("s"),
    });
    assert.deepEqual(
      failures.map((failure) => failure.property),
      ["tokn"],
    );
    assert.match(failures[0]?.reason ?? "", /nearest known one is "token"/);
    assert.deepEqual(inputs, { name: "n", token: secret("s") });
  });

  it("does not take the notes of a plugin in an imported state for inputs", async () => {
    const { failures } = await plugin.check(THING, { name: "n", __defaults: ["name"] });
    assert.deepEqual(failures, []);
  });

  it("marks outputs that come from secret inputs, and those that are always secret", async () => {
    const made = await plugin.create(THING, { name: "n", nested: { a: secret("s"), b: 1 } });
    assert.deepEqual(made, {
      id: "thing-1",
      outputs: {
        name: "n",
        nested: { a: secret("s"), b: 1 },
        key: secret("generated"),
        address: "hi",
      },
    });
  });

  it("shows in a preview what is known, and unknown what is not", async () => {
    const { outputs } = await plugin.create(THING, { name: UNKNOWN_TEXT }, { preview: true });
    assert.deepEqual(outputs, { name: UNKNOWN_TEXT, address: "known", key: secret(UNKNOWN_TEXT) });
  });

  it("keeps computed outputs and drops removed inputs in the preview of an update", async () => {
    const outputs = { name: "n", size: 1, key: secret("k"), other: "o" };
    const olds = { inputs: { name: "n", size: 1 }, outputs };
    assert.deepEqual(await plugin.update(THING, "id", olds, { name: "n" }, { preview: true }), {
      name: "n",
      key: secret("k"),
      other: "o",
      address: "known",
    });
  });

  it("drops the mark of an input that the program no longer calls secret", async () => {
    const olds = {
      inputs: { token: secret("s") },
      outputs: { token: secret("s"), extra: secret("e") },
    };
    assert.deepEqual(await plugin.update(THING, "id", olds, { token: "s" }), {
      token: "s",
      extra: secret("e"),
    });
  });

  it("tells kinds, nested paths, replacements and their order in a diff", async () => {
    const inputs = { name: "fixed", size: 1, nested: { a: [1, 2] }, token: secret("s") };
    const news = { name: "other", nested: { a: [1, 3], b: 1 }, token: "s" };
    const diff = await plugin.diff(THING, "id", { inputs, outputs: inputs }, news);
    assert.deepEqual(diff.detailed, {
      name: "UPDATE_REPLACE",
      "nested.a[1]": "UPDATE",
      "nested.b": "ADD",
      size: "DELETE",
    });
    assert.deepEqual(
      [diff.changes, diff.replaces, diff.deleteBeforeReplace],
      ["some", ["name"], true],
    );
    assert.deepEqual([...diff.diffs].sort(), ["name", "nested", "size"]);
  });

  it("leaves out of the diff what the program wants ignored", async () => {
    const inputs = { name: "n", nested: { a: 1, b: 1 } };
    const diff = await plugin.diff(
      THING,
      "id",
      { inputs, outputs: inputs },
      { name: "m", nested: { a: 2, b: 2 } },
      {
        ignoreChanges: ["name", "nested.a"],
      },
    );
    assert.deepEqual(diff.detailed, { "nested.b": "UPDATE" });
    assert.deepEqual(diff.replaces, []);
  });

  it("reports a resource that exists but is not usable, with marked outputs and no secret in the reasons", async () => {
    const failure = await failureOf(
      plugin.create(THING, { name: "partial", token: secret("sesame") }),
    );
    assert.deepEqual(failure.partial, {
      id: "half",
      outputs: {
        name: "partial",
        token: secret("sesame"),
        key: secret("generated"),
        address: "hi",
      },
      reasons: ["not healthy", "token [secret]"],
    });
    assert.doesNotMatch(failure.message, /sesame/);
  });

  it("leaves out of a partial failure what is too large for it, and never hangs", async () => {
    const inputs = { name: "partial", token: "t".repeat(100_000), nested: "x".repeat(200_000) };
    const failure = await failureOf(plugin.create(THING, inputs));
    const outputs = { name: "partial", key: secret("generated"), address: "hi" };
    assert.deepEqual([failure.partial?.id, failure.partial?.outputs], ["half", outputs]);
    assert.ok(failure.message.length < 10_000);
  });

  it("carries messages of more than gRPC's usual 4 MB", async () => {
    const { outputs } = await plugin.create(THING, { nested: "x".repeat(6_000_000) });
    assert.equal(outputs.nested, "x".repeat(6_000_000));
  });

  it("never quotes a secret in an error", async () => {
    const failure = await failureOf(
      plugin.create(THING, { name: "broken", token: secret("sesame") }),
    );
    assert.equal(failure.message, "cannot use [secret]");
    assert.equal(failure.partial, undefined);
  });

  it("refuses to import what it cannot read, and believes the state in a refresh", async () => {
    assert.match(
      (await failureOf(plugin.read(THING, "x"))).message,
      /fixture:index:Thing cannot be imported/,
    );
    const state = { inputs: { name: "n" }, outputs: { name: "n", key: secret("k") } };
    assert.deepEqual(await plugin.read(THING, "x", state), { id: "x", ...state });
  });

  it("names tokens and calls that it does not implement", async () => {
    const other = await failureOf(plugin.create({ type: "fixture:index:Thong", name: "t" }, {}));
    assert.match(
      other.message,
      /^fixture:index:Thong is not implemented by the project's toolchain \(plugin fixture 9\.8\.7\)/,
    );
    const later = await failureOf(plugin.invoke("fixture:later:get", {}));
    assert.match(later.message, /^fixture:later:get .*: it comes later$/);
    assert.match((await failureOf(plugin.parameterize())).message, /does not support parameters/);
  });
});

describe("plugin lifecycle", function () {
  this.timeout(30_000);
  let plugin: Provider;

  beforeEach(async () => {
    plugin = await startProvider(MAIN);
  });
  afterEach(async () => {
    await plugin.stop();
  });

  async function startSlow(timeoutSeconds = 0): Promise<Promise<string>[]> {
    const running = failureOf(plugin.create(SLOW, {}, { timeoutSeconds })).then(
      (failure) => failure.message,
    );
    while (plugin.engine.lines.length === 0)
      await new Promise((resolve) => setTimeout(resolve, 10));
    return [running];
  }

  it("stops running work when the engine cancels, and lives on", async () => {
    const [running] = await startSlow();
    await plugin.cancel();
    assert.equal(await running, "stopped: the update was cancelled");
    assert.equal(await plugin.pluginVersion(), "9.8.7");
  });

  it("stops work that takes longer than customTimeouts allow", async () => {
    const [running] = await startSlow(1);
    assert.match((await running) ?? "", /^stopped: it took longer than the 1 s of customTimeouts/);
  });

  it("ends with code 0 when the engine ends it, after running work was stopped", async () => {
    const [running] = await startSlow();
    const exit = new Promise((resolve) => plugin.process.once("exit", resolve));
    plugin.process.kill("SIGINT");
    assert.equal(await exit, 0);
    await running;
  });

  it("does not survive a CLI that was killed", async () => {
    const exit = new Promise((resolve) => plugin.process.once("exit", resolve));
    plugin.process.stdin?.end();
    assert.equal(await exit, 0);
  });
});

import assert from "node:assert/strict";
import { compare } from "bcryptjs";
import {
  type Provider,
  UNKNOWN_TEXT,
  type WireProperties,
  failureOf,
  isSecret,
  plain,
  plainProperties,
  secret,
  startProvider,
} from "../../support/provider";

const token = (name: string): string =>
  `random:index/${name.charAt(0).toLowerCase()}${name.slice(1)}:${name}`;
const subject = (name: string): { type: string; name: string } => ({
  type: token(name),
  name: "it",
});
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[47][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

describe("plugin random", function () {
  this.timeout(30_000);
  let plugin: Provider;

  before(async () => {
    plugin = await startProvider("toolchain/plugins/random/main.ts");
  });
  after(async () => {
    assert.equal(await plugin.stop(), 0);
  });

  async function make(
    name: string,
    inputs: WireProperties,
  ): Promise<{ id: string; outputs: WireProperties }> {
    const checked = await plugin.check(subject(name), inputs);
    assert.deepEqual(checked.failures, []);
    return await plugin.create(subject(name), checked.inputs);
  }

  async function reasons(name: string, inputs: WireProperties): Promise<string[]> {
    return (await plugin.check(subject(name), inputs)).failures.map((failure) => failure.reason);
  }

  it("RandomPassword: secret result and hash, id none, all defaults among the outputs", async () => {
    const { id, outputs } = await make("RandomPassword", { length: 20 });
    assert.equal(id, "none");
    assert.ok(isSecret(outputs.result) && isSecret(outputs.bcryptHash));
    const { result, bcryptHash, ...others } = plainProperties(outputs);
    assert.ok(typeof result === "string" && typeof bcryptHash === "string");
    assert.match(result, /^[\w!@#$%&*()=+[\]{}<>:?-]{20}$/);
    assert.ok(await compare(result, bcryptHash));
    assert.deepEqual(others, {
      length: 20,
      lower: true,
      upper: true,
      numeric: true,
      number: true,
      special: true,
      minLower: 0,
      minUpper: 0,
      minNumeric: 0,
      minSpecial: 0,
    });
  });

  it("RandomPassword: unknown and secret in a preview", async () => {
    const { outputs } = await plugin.create(
      subject("RandomPassword"),
      { length: 20 },
      { preview: true },
    );
    assert.deepEqual(
      [outputs.result, outputs.bcryptHash],
      [secret(UNKNOWN_TEXT), secret(UNKNOWN_TEXT)],
    );
  });

  it("RandomPassword: takes over an existing value", async () => {
    const found = await plugin.read(subject("RandomPassword"), "existing value");
    assert.equal(found?.id, "none");
    assert.deepEqual(found.inputs, { length: 14 });
    assert.deepEqual(found.outputs.result, secret("existing value"));
    assert.ok(await compare("existing value", plain(found.outputs.bcryptHash) as string));
  });

  it("RandomPassword: a refresh changes nothing", async () => {
    const made = await make("RandomPassword", { length: 8 });
    const state = { inputs: { length: 8 }, outputs: made.outputs };
    assert.deepEqual(await plugin.read(subject("RandomPassword"), "none", state), {
      id: "none",
      ...state,
    });
  });

  it("refuses impossible texts in the words of the input", async () => {
    assert.deepEqual(await reasons("RandomPassword", {}), ["length is required"]);
    assert.deepEqual(await reasons("RandomString", { length: 0 }), [
      "length must be at least 1, not 0",
    ]);
    assert.deepEqual(await reasons("RandomString", { length: "8" }), [
      "length must be a whole number, not a string",
    ]);
    const sum = await reasons("RandomPassword", { length: 3, minLower: 2, minUpper: 2 });
    assert.match(sum.join(), /^length must be at least 4, the sum of minUpper/);
    const none = await reasons("RandomString", {
      length: 3,
      lower: false,
      upper: false,
      numeric: false,
      special: false,
    });
    assert.match(none.join(), /^at least one of lower, upper, numeric and special must be true/);
    const both = await reasons("RandomString", { length: 3, number: true, numeric: false });
    assert.match(both.join(), /^number is the old name of numeric/);
  });

  it("checks nothing that is not known yet", async () => {
    assert.deepEqual(await reasons("RandomPassword", { length: UNKNOWN_TEXT, minLower: 9 }), []);
  });

  it("any changed input replaces, a default written out does not", async () => {
    const inputs = { length: 8, keepers: { release: "1" } };
    const diff = async (news: WireProperties): Promise<unknown> =>
      (await plugin.diff(subject("RandomString"), "x", { inputs, outputs: inputs }, news)).detailed;
    assert.deepEqual(await diff({ ...inputs, special: true, minLower: 0, number: true }), {});
    assert.deepEqual(await diff({ ...inputs, keepers: { release: "2" } }), {
      "keepers.release": "UPDATE_REPLACE",
    });
    assert.deepEqual(await diff({ ...inputs, length: 9, special: false }), {
      length: "UPDATE_REPLACE",
      special: "UPDATE_REPLACE",
    });
    assert.deepEqual(await diff({ length: 8, keepers: UNKNOWN_TEXT }), {
      keepers: "UPDATE_REPLACE",
    });
  });

  it("RandomString: the id is the result, which is not secret", async () => {
    const { id, outputs } = await make("RandomString", {
      length: 12,
      special: false,
      numeric: false,
      upper: false,
    });
    assert.match(id, /^[a-z]{12}$/);
    assert.equal(outputs.result, id);
    assert.equal(outputs.number, false);
    const found = await plugin.read(subject("RandomString"), "abc");
    assert.deepEqual(
      [found?.id, found?.inputs, found?.outputs.result],
      ["abc", { length: 3 }, "abc"],
    );
  });

  it("RandomId: four spellings of the same bytes, with the prefix in front of each", async () => {
    const { id, outputs } = await make("RandomId", { byteLength: 5, prefix: "p-" });
    const bytes = Buffer.from(id, "base64url");
    assert.equal(bytes.length, 5);
    assert.deepEqual(outputs, {
      byteLength: 5,
      prefix: "p-",
      b64Url: `p-${id}`,
      b64Std: `p-${bytes.toString("base64")}`,
      hex: `p-${bytes.toString("hex")}`,
      dec: `p-${BigInt(`0x${bytes.toString("hex")}`)}`,
    });
    assert.deepEqual(await reasons("RandomId", { byteLength: 0 }), [
      "byteLength must be at least 1, not 0",
    ]);
  });

  it("RandomId: imports the official examples", async () => {
    const bare = await plugin.read(subject("RandomId"), "p-9hUg");
    assert.deepEqual(
      [bare?.id, bare?.inputs, bare?.outputs.hex],
      ["p-9hUg", { byteLength: 4 }, "a7ef6152"],
    );
    const prefixed = await plugin.read(subject("RandomId"), "my-prefix-,p-9hUg");
    assert.deepEqual(prefixed?.inputs, { byteLength: 4, prefix: "my-prefix-" });
    assert.equal(prefixed.outputs.b64Url, "my-prefix-p-9hUg");
    assert.match(
      (await failureOf(plugin.read(subject("RandomId"), "a b!"))).message,
      /is not base64url text/,
    );
  });

  it("RandomBytes: secret, and imported from base64", async () => {
    const { outputs } = await make("RandomBytes", { length: 16 });
    assert.ok(isSecret(outputs.base64) && isSecret(outputs.hex));
    assert.equal((plain(outputs.hex) as string).length, 32);
    const found = await plugin.read(subject("RandomBytes"), "8/fu3q+2DcgSJ19i0jZ5Cw==");
    assert.deepEqual(found?.inputs, { length: 16 });
    assert.deepEqual(found.outputs.hex, secret("f3f7eedeafb60dc812275f62d236790b"));
  });

  for (const name of ["RandomUuid", "RandomUuid4", "RandomUuid7"]) {
    it(`${name}: draws and imports`, async () => {
      const { id, outputs } = await make(name, {});
      assert.match(id, UUID);
      assert.equal(id.charAt(14), name.endsWith("7") ? "7" : "4");
      assert.equal(outputs.result, id);
      const value = "aabbccdd-eeff-0011-2233-445566778899";
      assert.equal((await plugin.read(subject(name), value))?.outputs.result, value);
      assert.match(
        (await failureOf(plugin.read(subject(name), "nonsense"))).message,
        /is not a UUID/,
      );
    });
  }

  it("RandomUuid7: carries the time", async () => {
    const before = Date.now();
    const { id } = await make("RandomUuid7", {});
    const time = Number(`0x${id.replaceAll("-", "").slice(0, 12)}`);
    assert.ok(time >= before && time <= Date.now());
  });

  it("RandomInteger: in the closed range, the same for the same seed, imported as result,min,max", async () => {
    const drawn = new Set<unknown>();
    for (let round = 0; round < 60; round += 1) {
      drawn.add((await make("RandomInteger", { min: 1, max: 3 })).outputs.result);
    }
    assert.deepEqual([...drawn].sort(), [1, 2, 3]);
    const seeded = { min: 1, max: 1_000_000, seed: "s" };
    assert.deepEqual(await make("RandomInteger", seeded), await make("RandomInteger", seeded));
    const found = await plugin.read(subject("RandomInteger"), "15,1,50");
    assert.deepEqual(
      [found?.id, found?.inputs, found?.outputs.result],
      ["15", { min: 1, max: 50 }, 15],
    );
    assert.match(
      (await failureOf(plugin.read(subject("RandomInteger"), "15"))).message,
      /write result,min,max/,
    );
    assert.match(
      (await reasons("RandomInteger", { min: 2, max: 1 })).join(),
      /min must not be above max, but 2 > 1/,
    );
  });

  it("RandomShuffle: every item once, cut or repeated to the count", async () => {
    const inputs = ["a", "b", "c"];
    const results = async (resultCount?: number): Promise<string[]> => {
      const more: WireProperties = resultCount === undefined ? {} : { resultCount };
      return (await make("RandomShuffle", { inputs, ...more })).outputs.results as string[];
    };
    assert.deepEqual((await results()).sort(), inputs);
    assert.equal(new Set(await results(2)).size, 2);
    const seven = await results(7);
    assert.equal(seven.length, 7);
    assert.deepEqual(seven.slice(0, 3).sort(), inputs);
    assert.deepEqual(seven.slice(3, 6).sort(), inputs);
    assert.match(
      (await failureOf(plugin.read(subject("RandomShuffle"), "x"))).message,
      /cannot be imported/,
    );
  });

  it("RandomPet: words by length, separator and prefix", async () => {
    assert.match((await make("RandomPet", {})).id, /^[a-z]+-[a-z]+$/);
    const { id, outputs } = await make("RandomPet", { length: 4, separator: "_", prefix: "my" });
    assert.match(id, /^my(_[a-z]+){4}$/);
    assert.deepEqual(outputs, { length: 4, separator: "_", prefix: "my" });
    assert.match((await make("RandomPet", { length: 1 })).id, /^[a-z]+$/);
  });

  it("names a misspelt input and the one that was meant", async () => {
    assert.match(
      (await reasons("RandomPassword", { length: 3, minUper: 1 })).join(),
      /"minUper" is not .* "minUpper"$/,
    );
  });
});

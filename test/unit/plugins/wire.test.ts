import assert from "node:assert/strict";
import { Archive, Asset, UNKNOWN } from "../../../toolchain/plugins/base/resource";
import { redactor } from "../../../toolchain/plugins/base/secrets";
import { fromWire, toWire } from "../../../toolchain/plugins/base/wire";
import { UNKNOWN_TEXT, secret, textAsset } from "../../support/wire";

const SIGNATURE = "4dabf18193072939515e22adb298388d";

describe("marshalling of properties", () => {
  it("unwraps secrets at any depth and puts them back at the same paths", () => {
    const wire = { a: secret("s"), b: { c: secret("t"), d: 1 }, e: [secret("u"), "v"] };
    const { properties, secrets } = fromWire(wire);
    assert.deepEqual(properties, { a: "s", b: { c: "t", d: 1 }, e: ["u", "v"] });
    assert.deepEqual(toWire(properties, secrets), wire);
  });

  it("unwraps a secret inside of a secret once and for all", () => {
    const { properties, secrets } = fromWire({ a: secret({ b: secret("s") }) });
    assert.deepEqual(properties, { a: { b: "s" } });
    assert.deepEqual(toWire(properties, secrets), { a: secret({ b: "s" }) });
  });

  it("makes a whole list secret when its secret element is no longer where it was", () => {
    const { secrets } = fromWire({ envs: ["Z=1", secret("A=hidden")] });
    assert.deepEqual(toWire({ envs: ["A=hidden", "Z=1"] }, secrets), {
      envs: secret(["A=hidden", "Z=1"]),
    });
  });

  it("keeps the other elements of a list readable when nothing moved", () => {
    const { secrets } = fromWire({ envs: ["Z=1", secret("A=hidden")] });
    assert.deepEqual(toWire({ envs: ["Z=1", "A=hidden"] }, secrets), {
      envs: ["Z=1", secret("A=hidden")],
    });
  });

  it("marks declared outputs secret whatever the inputs were", () => {
    assert.deepEqual(toWire({ result: "r", id: "i" }, [], ["result"]), {
      result: secret("r"),
      id: "i",
    });
  });

  for (const text of [
    UNKNOWN_TEXT,
    "1c4a061d-8072-4f0a-a4cb-0ff528b18fe7",
    "6a19a0b0-7e62-4c92-b797-7f8e31da9cc2",
  ]) {
    it(`reads ${text} as unknown`, () => {
      assert.deepEqual(fromWire({ a: text, b: [text] }).properties, { a: UNKNOWN, b: [UNKNOWN] });
    });
  }

  it("writes unknowns, also secret ones", () => {
    assert.deepEqual(toWire({ a: UNKNOWN, b: UNKNOWN }, [], ["b"]), {
      a: UNKNOWN_TEXT,
      b: secret(UNKNOWN_TEXT),
    });
  });

  it("takes an output value without a value as unknown, and one with a secret as secret", () => {
    const output = { [SIGNATURE]: "d0e6a833031e9bbcd3f4e8bde6ca49a4" };
    const { properties, secrets } = fromWire({
      a: output,
      b: { ...output, value: "s", secret: true },
    });
    assert.deepEqual(properties, { a: UNKNOWN, b: "s" });
    assert.deepEqual(
      secrets.map((mark) => mark.path),
      [["b"]],
    );
  });

  it("counts null as absent, except inside of lists", () => {
    assert.deepEqual(fromWire({ a: null, b: { c: null }, d: [null, 1] }).properties, {
      b: {},
      d: [null, 1],
    });
  });

  it("drops the notes of bridged plugins but no key of the user, and keeps which inputs were made up", () => {
    const wire = { __meta: "{}", __defaults: ["name"], env: { __defaults: [], __MINE: "1" } };
    assert.deepEqual(fromWire(wire).properties, { __defaults: ["name"], env: { __MINE: "1" } });
  });

  it("carries assets and archives both ways", () => {
    const wire = {
      file: textAsset("hello", "abc"),
      both: {
        [SIGNATURE]: "0def7320c3a5731c473e5ecbe6d01bc7",
        hash: "",
        assets: { a: textAsset("x", "1") },
      },
      elided: { [SIGNATURE]: "c44067f5952c0a294b673a41bacd8c17", hash: "h" },
    };
    const { properties } = fromWire(wire);
    assert.deepEqual(properties.file, new Asset({ text: "hello" }, "abc"));
    assert.ok(properties.both instanceof Archive);
    assert.deepEqual(toWire(properties), wire);
  });

  it("refuses a resource reference with its path", () => {
    const reference = { [SIGNATURE]: "5cf8f73096256a8f31e491e813e4eb8e", urn: "u" };
    assert.throws(
      () => fromWire({ a: { b: [reference] } }),
      /^Error: a\.b\[0\] is a resource; pass one of its outputs/,
    );
  });
});

describe("redaction", () => {
  it("blanks every text inside a secret, each line of a long one, longest first", () => {
    const redact = redactor(["pass", "password", { key: "line one\nline two" }, 12345]);
    assert.equal(
      redact("password pass 'line two' 12345 other"),
      "[secret] [secret] '[secret]' [secret] other",
    );
  });

  it("leaves texts under three characters, which would blank out ordinary words", () => {
    assert.equal(redactor(["a", ""])("a banana"), "a banana");
  });
});

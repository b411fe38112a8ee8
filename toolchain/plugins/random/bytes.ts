import { randomBytes } from "node:crypto";
import { numberOf, textOf } from "../base/fields";
import { randomHandler } from "./handler";

/** Bytes for identifiers, in four spellings, each with the prefix in front. Not secret. */
export const randomId = randomHandler({
  fields: {
    byteLength: { type: "integer", required: true, min: 1 },
    prefix: { type: "text" },
  },
  drawn: ["b64Std", "b64Url", "dec", "hex"],
  draw: (inputs) =>
    identifier(randomBytes(numberOf(inputs, "byteLength")), textOf(inputs, "prefix") ?? ""),
  adopt: (id) => {
    // As officially: "p-9hUg", or with a prefix "my-prefix-,p-9hUg".
    const comma = id.lastIndexOf(",");
    const prefix = comma < 0 ? "" : id.slice(0, comma);
    const bytes = decoded(id.slice(comma + 1), "base64url");
    const inputs = { byteLength: bytes.length, ...(prefix !== "" && { prefix }) };
    return { inputs, ...identifier(bytes, prefix) };
  },
});

/** Secret bytes, in base64 and hexadecimal. */
export const randomBytesHandler = randomHandler({
  fields: { length: { type: "integer", required: true, min: 1 } },
  drawn: ["base64", "hex"],
  secret: ["base64", "hex"],
  draw: (inputs) => secretBytes(randomBytes(numberOf(inputs, "length"))),
  adopt: (id) => {
    const bytes = decoded(id, "base64");
    return { inputs: { length: bytes.length }, ...secretBytes(bytes) };
  },
});

function identifier(
  bytes: Buffer,
  prefix: string,
): { id: string; outputs: Record<string, string> } {
  const id = bytes.toString("base64url");
  return {
    id,
    outputs: {
      b64Std: prefix + bytes.toString("base64"),
      b64Url: prefix + id,
      dec: prefix + BigInt(`0x${bytes.toString("hex")}`).toString(),
      hex: prefix + bytes.toString("hex"),
    },
  };
}

function secretBytes(bytes: Buffer): { id: string; outputs: Record<string, string> } {
  return { id: "none", outputs: { base64: bytes.toString("base64"), hex: bytes.toString("hex") } };
}

function decoded(text: string, encoding: "base64" | "base64url"): Buffer {
  const bytes = Buffer.from(text, encoding);
  // Node skips what it cannot read; only a text that comes out the same was base64.
  if (
    bytes.length === 0 ||
    bytes.toString(encoding).replace(/=+$/, "") !== text.replace(/=+$/, "")
  ) {
    throw new Error(`the value to import is not ${encoding} text`);
  }
  return bytes;
}

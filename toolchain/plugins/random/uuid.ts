import { randomBytes, randomUUID } from "node:crypto";
import type { ResourceHandler } from "../base/resource";
import { randomHandler } from "./handler";

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** A version 4 UUID: random. Also the official meaning of RandomUuid. */
export const randomUuid4 = uuidHandler(() => randomUUID());

/** A version 7 UUID: sorts by the time of its making. */
export const randomUuid7 = uuidHandler(() => {
  const bytes = randomBytes(16);
  // RFC 9562 5.7: 48 bits of milliseconds, version, random bits, variant, random bits.
  bytes.writeUIntBE(Date.now(), 0, 6);
  bytes.writeUInt8((bytes.readUInt8(6) & 0x0f) | 0x70, 6);
  bytes.writeUInt8((bytes.readUInt8(8) & 0x3f) | 0x80, 8);
  return bytes.toString("hex").replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
});

function uuidHandler(draw: () => string): ResourceHandler<undefined> {
  return randomHandler({
    fields: {},
    drawn: ["result"],
    draw: () => {
      const result = draw();
      return { id: result, outputs: { result } };
    },
    adopt: (id) => {
      if (!UUID.test(id)) throw new Error(`"${id}" cannot be imported: it is not a UUID`);
      const result = id.toLowerCase();
      return { id: result, inputs: {}, outputs: { result } };
    },
  });
}

import assert from "node:assert/strict";

import { FirstLine } from "../../../toolchain/language-host/policy/first-line";

describe("FirstLine", () => {
  it("takes a line that comes in pieces and passes the rest on", async () => {
    const rest: string[] = [];
    const first = new FirstLine((data) => rest.push(data.toString()));
    for (const piece of ["40", "123\nafter", " more\n"]) first.take(Buffer.from(piece));
    assert.equal(await first.line, "40123");
    assert.deepEqual(rest, ["after", " more\n"]);
  });

  it("fails when the output ends before the line is complete", async () => {
    const first = new FirstLine(() => undefined);
    first.take(Buffer.from("40"));
    first.ended();
    await assert.rejects(first.line, /ended before it was ready/);
  });
});

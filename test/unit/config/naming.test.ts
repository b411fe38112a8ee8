import assert from "node:assert/strict";

import { logicalName, longestName, physicalName, releaseAlias } from "../../../config/naming";

const parts = { project: "palier", stack: "prod", application: "copies", role: "database" };

describe("names", () => {
  it("say on the engine which project, stack, application and role it is", () => {
    assert.equal(physicalName(parts), "palier-prod-copies-database");
    assert.equal(
      physicalName({ ...parts, application: undefined, role: "edge" }),
      "palier-prod-edge",
    );
  });

  it("in the program leave the stack out", () => {
    assert.equal(logicalName("copies", "database"), "copies-database");
    assert.equal(logicalName(undefined, "proxy"), "proxy");
  });

  it("stay as they are up to the longest that is allowed, and are cut beyond it", () => {
    const exact = {
      ...parts,
      application: "a".repeat(longestName - "palier-prod--database".length),
    };
    assert.equal(physicalName(exact).length, longestName);
    assert.match(physicalName(exact), /^palier-prod-a+-database$/);
    const longer = physicalName({ ...exact, application: `${exact.application}a` });
    assert.ok(longer.length <= longestName);
    assert.match(longer, /^[a-z]+-[a-z]+-a+-[a-z]+-[0-9a-f]{8}$/);
  });

  it("are cut in proportion and stay different where only their ends differ", () => {
    const long = (end: string) =>
      physicalName({ ...parts, application: `${"x".repeat(60)}${end}`, role: "y".repeat(30) });
    assert.notEqual(long("a"), long("b"));
    const [, , application = "", role = ""] = long("a").split("-");
    assert.ok(application.length > role.length && role.length > 5, long("a"));
  });

  it("never end a part with a dash when they are cut", () => {
    for (let length = 20; length < 80; length++) {
      const name = physicalName({ ...parts, application: "ab-".repeat(length) });
      assert.ok(name.length <= longestName, name);
      assert.doesNotMatch(name, /--|-$/);
    }
  });

  it("of a release end with the first eight digits of its hash, however long the rest is", () => {
    assert.equal(releaseAlias("copies", "web", "0123456789abcdef"), "copies-web-01234567");
    const long = releaseAlias("x".repeat(60), "worker", "0123456789abcdef");
    assert.ok(long.length <= longestName);
    assert.match(long, /-01234567$/);
    assert.notEqual(long, releaseAlias(`${"x".repeat(60)}y`, "worker", "0123456789abcdef"));
  });
});

import assert from "node:assert/strict";

import type { Configuration } from "../../../../policies/shared/configuration/configuration";
import { configurationsOfCommand } from "../../../../policies/shared/configuration/operation";
import { asInPreview, isUnknownValue, unknownText } from "../support/unknown";

const create = "node --require ./register.cjs release/main.ts fill-volume";

/** What policies see of a command with this input. */
function seen(input: unknown, changes: object = {}): readonly Configuration[] {
  const stdin = typeof input === "string" ? input : JSON.stringify(input);
  return configurationsOfCommand(asInPreview({ create, stdin, ...changes }));
}

function filesOf(configuration: Configuration | undefined): Record<string, string> {
  const files: Record<string, string> = {};
  configuration?.eachFile(({ path, text }) => {
    files[path] = text;
  });
  return files;
}

describe("the files in the input of an operation", () => {
  it("are those that fill a volume, and its labels say whose they are", () => {
    const labels = { "palier.component": "database", "palier.stack": "prod" };
    const files = [{ path: "pg_hba.conf", mode: "0400", content: "local all all peer" }];
    const [one, ...others] = seen({ volume: "data", labels, files });
    assert.deepEqual(others, []);
    assert.deepEqual(filesOf(one), { "pg_hba.conf": "local all all peer" });
    assert.deepEqual(one?.labels, labels);
    assert.equal(one.component, "database");
    assert.equal(one.isEdge, false);
  });

  it("are those of both places of the proxy's configuration, whatever its labels say", () => {
    const slots = { a: { "main.conf": "a" }, b: { "main.conf": "b" } };
    const both = seen({ slots, container: { labels: { "palier.stack": "prod" } } });
    assert.deepEqual(both.map(filesOf), [{ "main.conf": "a" }, { "main.conf": "b" }]);
    assert.ok(both.every(({ isEdge, component }) => isEdge && component === "proxy"));
    assert.equal(both[0]?.labels["palier.stack"], "prod");
    assert.equal(seen({ slots }).length, 2);
  });

  for (const [what, input] of [
    ["no JSON", "files"],
    ["nothing", ""],
    ["null", "null"],
    ["a number", "1"],
    ["other fields", { volume: "data", files: "none" }],
  ] as const) {
    it(`are none in ${what}`, () => {
      assert.deepEqual(seen(input), []);
    });
  }

  it("bear entries that are no files", () => {
    const files = [
      null,
      1,
      "a",
      { path: 1, content: "a" },
      { path: "a" },
      { path: "b", content: "c" },
    ];
    const [one] = seen({ labels: { "palier.component": 1 }, files });
    assert.deepEqual(filesOf(one), { b: "c" });
    assert.equal(one?.component, undefined);
  });

  it("are of no interest in other commands", () => {
    const input = { files: [{ path: "a", content: "b" }] };
    assert.equal(seen(input).length, 1);
    for (const other of ["node release/main.ts release", "cat", undefined])
      assert.deepEqual(seen(input, { create: other }), []);
    assert.throws(() => seen(input, { create: unknownText }), isUnknownValue);
  });

  it("have their names in a preview that does not know the input", () => {
    const environment = { PALIER_COMPONENT: "cache", PALIER_FILES: "redis.conf\nusers.acl" };
    const [one] = seen(unknownText, { environment });
    const names: string[] = [];
    one?.eachFile(({ path }) => names.push(path));
    assert.deepEqual(names, ["redis.conf", "users.acl"]);
    assert.equal(one?.component, "cache");
    assert.equal(one.isEdge, false);
    const proxy = { ...environment, PALIER_COMPONENT: "proxy" };
    assert.equal(seen(unknownText, { environment: proxy })[0]?.isEdge, true);
    for (const read of [
      () => filesOf(one),
      () => one.labels,
      () => seen(unknownText, { environment: { ...environment, PALIER_COMPONENT: unknownText } }),
      () => seen(unknownText),
      () => seen(unknownText, { environment: unknownText }),
    ])
      assert.throws(read, isUnknownValue);
  });

  it("are taken from the input where it is known, whatever names stand beside it", () => {
    const environment = { PALIER_FILES: "other.conf" };
    const [one] = seen({ files: [{ path: "a", content: "b" }] }, { environment });
    assert.deepEqual(filesOf(one), { a: "b" });
  });
});

import assert from "node:assert/strict";
import { diffInputs, type DiffRules } from "../../../toolchain/plugins/base/diff";
import { withIgnored } from "../../../toolchain/plugins/base/ignore-changes";
import { formatPath, parsePath } from "../../../toolchain/plugins/base/paths";
import { Asset, type Properties, UNKNOWN } from "../../../toolchain/plugins/base/resource";

const RULES: DiffRules<undefined> = {
  changes: { memory: "update", note: "ignore", mounts: "replace" },
};

function changed(olds: Properties, news: Properties, rules = RULES): string[] {
  return diffInputs(rules, olds, news).map(
    ({ path, kind, rule }) => `${formatPath(path)} ${kind} ${rule}`,
  );
}

describe("diff of inputs", () => {
  it("finds nothing between equal inputs in another order of keys", () => {
    assert.deepEqual(
      changed({ a: 1, b: { c: [1, 2], d: "x" } }, { b: { d: "x", c: [1, 2] }, a: 1 }),
      [],
    );
  });

  it("follows the rule of the top-level input, and replaces where there is none", () => {
    const olds = { memory: 1, image: "a", note: "x" };
    assert.deepEqual(changed(olds, { memory: 2, image: "b", note: "y" }), [
      "image update replace",
      "memory update update",
    ]);
  });

  it("names nested elements, added and removed", () => {
    const olds: Properties = {
      mounts: [{ source: "a", size: 1 }, { source: "b" }],
      labels: { one: "1", "a.b": "x" },
    };
    const news = { mounts: [{ source: "a", size: 2 }], labels: { two: "2", "a.b": "y" } };
    assert.deepEqual(changed(olds, news), [
      'labels["a.b"] update replace',
      "labels.one delete replace",
      "labels.two add replace",
      "mounts[0].size update replace",
      "mounts[1] delete replace",
    ]);
  });

  it("counts an unknown new value as a change", () => {
    assert.deepEqual(changed({ image: "a", memory: 1 }, { image: UNKNOWN, memory: 1 }), [
      "image update replace",
    ]);
    assert.deepEqual(changed({}, { image: UNKNOWN }), ["image add replace"]);
  });

  it("lets a finer rule decide for one path", () => {
    const rules: DiffRules<undefined> = {
      ...RULES,
      ruleFor: (path) => (path.at(-1) === "readOnly" ? "update" : undefined),
    };
    const olds = { mounts: [{ readOnly: true, source: "a" }] };
    assert.deepEqual(changed(olds, { mounts: [{ readOnly: false, source: "b" }] }, rules), [
      "mounts[0].readOnly update update",
      "mounts[0].source update replace",
    ]);
  });

  it("compares what a resource type calls equal as equal", () => {
    const normalise = (inputs: Properties): Properties => ({ restart: "no", ...inputs });
    assert.deepEqual(changed({}, { restart: "no" }, { changes: {}, normalise }), []);
  });

  it("compares assets by hash, since the engine leaves contents out", () => {
    const olds = { file: new Asset({ elided: true }, "h1") };
    assert.deepEqual(changed(olds, { file: new Asset({ text: "x" }, "h1") }), []);
    assert.deepEqual(changed(olds, { file: new Asset({ text: "x" }, "h2") }), [
      "file update replace",
    ]);
  });
});

describe("ignoreChanges", () => {
  const olds = {
    a: { b: 1, c: 2 },
    list: [
      { x: 1, y: 1 },
      { x: 2, y: 2 },
    ],
    gone: "g",
  };
  const cases: [string, Properties, string[], Properties][] = [
    ["a top-level input", { ...olds, gone: "h" }, ["gone"], olds],
    ["a removed input", { a: olds.a, list: olds.list }, ["gone"], olds],
    ["an added input", { ...olds, extra: 1 }, ["extra"], olds],
    ["a nested input", { ...olds, a: { b: 9, c: 2 } }, ["a.b"], olds],
    ["only what is named", { ...olds, a: { b: 9, c: 9 } }, ["a.b"], { ...olds, a: { b: 1, c: 9 } }],
    [
      "one element",
      {
        ...olds,
        list: [
          { x: 9, y: 1 },
          { x: 9, y: 2 },
        ],
      },
      ["list[0].x"],
      {
        ...olds,
        list: [
          { x: 1, y: 1 },
          { x: 9, y: 2 },
        ],
      },
    ],
    [
      "all elements",
      {
        ...olds,
        list: [
          { x: 9, y: 1 },
          { x: 9, y: 2 },
        ],
      },
      ["list[*].x"],
      olds,
    ],
    ["a nested input of a map that is new", { ...olds, map: { k: 1 } }, ["map.k"], olds],
    ["everything", { other: 1 }, ["*"], olds],
  ];
  for (const [name, news, ignored, expected] of cases) {
    it(`puts back ${name}`, () => {
      assert.deepEqual(withIgnored(news, olds, ignored), expected);
    });
  }
});

describe("property paths", () => {
  for (const text of ["a", "a.b.c", "a[0].b", 'a["x.y"][2]', '["x y"].z']) {
    it(`reads and writes ${text}`, () => {
      assert.equal(formatPath(parsePath(text)), text);
    });
  }

  it("refuses what is not a path", () => {
    assert.throws(() => parsePath("a[b"), /"a\[b" is not a property path/);
  });
});

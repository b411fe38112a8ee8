import assert from "node:assert/strict";
import fs from "node:fs";
import path from "node:path";
import { catalogue, distribution, type Recipe } from "../../../images/catalogue";
import { type Outcome, schedule, select } from "../../../images/builder/schedule";

const root = path.join(__dirname, "..", "..", "..");

function recipe(name: string, base?: string): Recipe {
  return { name, folder: name, ...(base === undefined ? {} : { base }) };
}

describe("the catalogue of images", () => {
  for (const { name, folder, base } of catalogue()) {
    if (name === distribution.name) continue;
    it(`names the base that the Dockerfile of ${name} starts from`, () => {
      const text = fs.readFileSync(path.join(root, folder, "Dockerfile"), "utf8");
      const defaults = new Map(
        [...text.matchAll(/^ARG (\w+)=(\S+)$/gm)].map((match) => [
          `\${${match[1] ?? ""}}`,
          match[2],
        ]),
      );
      const froms = [...text.matchAll(/^FROM (\S+)/gm)].map(
        (match) => defaults.get(match[1] ?? "") ?? match[1],
      );
      assert.ok(froms.length > 0);
      assert.deepEqual([...new Set(froms)], [base]);
    });
  }

  it("lists every base before the images that start from it, and no name twice", () => {
    const names = catalogue().map((one) => one.name);
    assert.equal(new Set(names).size, names.length);
    catalogue().forEach(({ base }, index) => {
      if (base !== undefined) assert.ok(names.slice(0, index).includes(base), base);
    });
  });

  it("starts from another Debian image when it is given one", () => {
    const [first, ...rest] = catalogue("debian:bookworm-slim");
    assert.deepEqual(first, {
      name: "palier/base:bookworm",
      folder: "images/base",
      arguments: { DEBIAN_IMAGE: "debian:bookworm-slim" },
    });
    assert.ok(!rest.some((one) => one.name === distribution.name));
    assert.deepEqual(catalogue(""), catalogue());
  });
});

describe("choosing images", () => {
  it("takes the bases along, by full or short name, in the catalogue's order", () => {
    const names = select(catalogue(), ["palier/redis:7", "example-django"]).map((one) => one.name);
    assert.deepEqual(names, [
      "palier/debian:bookworm",
      "palier/base:bookworm",
      "palier/redis:7",
      "palier/python:3.11",
      "palier/example-django:1.0.0",
    ]);
  });

  it("refuses an unknown name", () => {
    assert.throws(() => select(catalogue(), ["redis:7"]), /no image is called "redis:7"/);
  });
});

describe("scheduling images", () => {
  const recipes = [
    recipe("a"),
    recipe("b", "a"),
    recipe("c", "a"),
    recipe("d", "b"),
    recipe("e", "elsewhere"),
  ];

  it("works on each one after its base, and on no more at once than the limit", async () => {
    const done: string[] = [];
    let atOnce = 0;
    let most = 0;
    const outcomes = await schedule(recipes, 2, async ({ name, base }) => {
      most = Math.max(most, ++atOnce);
      assert.ok(
        base === undefined || base === "elsewhere" || done.includes(base),
        `${name} before ${base ?? ""}`,
      );
      await new Promise(setImmediate);
      atOnce--;
      done.push(name);
      return "built";
    });
    assert.equal(most, 2);
    assert.deepEqual([...outcomes.keys()].sort(), ["a", "b", "c", "d", "e"]);
  });

  it("skips what starts from an image that failed, and nothing else", async () => {
    const outcomes = await schedule(recipes, 3, ({ name }) =>
      Promise.resolve<Outcome>(name === "b" ? "failed" : "current"),
    );
    assert.deepEqual(Object.fromEntries(outcomes), {
      a: "current",
      b: "failed",
      c: "current",
      d: "skipped",
      e: "current",
    });
  });

  it("refuses a circle", async () => {
    const circle = [recipe("a", "b"), recipe("b", "a")];
    await assert.rejects(
      schedule(circle, 1, () => Promise.resolve<Outcome>("built")),
      /in a circle: a, b/,
    );
  });
});

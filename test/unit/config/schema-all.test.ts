import assert from "node:assert/strict";
import { ConfigurationError } from "../../../config/errors";
import { parseStackConfig, rawValue } from "../../../config/schema";
import { readStackYaml } from "../../../config/load-yaml";
import { good, parse, put, refusal } from "./schema-support";

describe("problems of a stack configuration", () => {
  it("are reported all at once, ordered by path, each with the file's name", () => {
    const faults = [
      ["tier", "production"],
      ["proxy/httpPort", 70000],
      ["applications/copies/imgae", "x"],
      ["applications/copies/host", "COPIES.example.org"],
      ["images/redis", 7],
    ] as const;
    const value = faults.reduce(
      (config, [path, item]) => put(config, path, item),
      good("development"),
    );
    const paths = refusal(() => parse({ ...value, "copies-key": "x" })).map(
      (line) => /^(.*?): /.exec(line)?.[1],
    );
    assert.deepEqual(paths, [
      "palier:applications.copies.host",
      "palier:applications.copies.image",
      "palier:applications.copies.imgae",
      "palier:copies-key",
      "palier:images.backup",
      "palier:images.nginx",
      "palier:images.postgresql.15",
      "palier:images.redis",
      "palier:proxy.httpPort",
      "palier:proxy.tls.source",
    ]);
    assert.throws(
      () => parse(value),
      (error: Error) =>
        error.message.split("\n").every((line) => line.startsWith("Pulumi.test.yaml: ")),
    );
  });

  it("name every section of an empty configuration", () => {
    assert.equal(refusal(() => parse({})).length, 6);
  });

  it("are one line each, whatever a value holds", () => {
    const value = put(good("development"), "tier", "a\nb\u2028c\u001b[2J");
    assert.deepEqual(
      refusal(() => parse(value)),
      [
        'palier:tier: expected development, preproduction or production, found "a\\u000ab\\u2028c\\u001b[2J"',
      ],
    );
  });
});

/** A small generator with a seed, so that a failure can be repeated. */
function random(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

const keys = [
  "tier",
  "applications",
  "copies",
  "host",
  "tls",
  "15",
  "__proto__",
  "constructor",
  "é",
  "",
];
const scalars = [
  null,
  true,
  -1,
  1e309,
  Number.NaN,
  512,
  "",
  "512m",
  "a\0b",
  "x".repeat(5000),
  "{",
  "[1",
];

function garbage(pick: (below: number) => number, depth: number): unknown {
  const kind = depth === 0 ? 0 : pick(4);
  if (kind <= 1) {
    return scalars[pick(scalars.length)];
  }
  const items = Array.from({ length: pick(4) }, () => garbage(pick, depth - 1));
  return kind === 2
    ? items
    : Object.fromEntries(items.map((item) => [keys[pick(keys.length)] ?? "", item]));
}

/** A good configuration with a random part replaced by garbage. */
function damaged(pick: (below: number) => number, value: unknown): unknown {
  if (pick(5) === 0 || typeof value !== "object" || value === null) {
    return pick(3) === 0 ? garbage(pick, 3) : value;
  }
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, damaged(pick, item)]));
}

describe("garbage", () => {
  const onlyConfigurationErrors = (seed: number, action: () => unknown) => {
    try {
      action();
    } catch (error) {
      assert.ok(error instanceof ConfigurationError, `seed ${seed}: ${String(error)}`);
      assert.equal(error.message.split("\n").length, error.problems.length, `seed ${seed}`);
      assert.ok(error.problems.length > 0, `seed ${seed}`);
    }
  };

  it("in a configuration never throws anything but the one error", () => {
    for (let seed = 1; seed <= 1000; seed += 1) {
      const pick = random(seed);
      const start = seed % 2 === 0 ? good("production") : (garbage(pick, 4) as object | null);
      const entries = Object.entries(damaged(pick, start) ?? {});
      const raw = new Map(entries.map(([key, value]) => [key, rawValue(value, pick(6) === 0)]));
      onlyConfigurationErrors(seed, () => parseStackConfig(raw, "Pulumi.test.yaml"));
    }
  });

  it("in a file never throws anything but the one error", () => {
    const pieces = [
      "config:",
      "\n",
      "  ",
      "palier:tier: ",
      "- ",
      "{",
      "}",
      "[",
      "&a ",
      "*a",
      "!!x ",
      '"',
      "'",
      "\t",
      "? ",
      "|",
      "é",
      "\0",
      "---\n",
      "secure: v1",
    ];
    for (let seed = 1; seed <= 1000; seed += 1) {
      const pick = random(seed);
      const text = Array.from({ length: pick(30) }, () => pieces[pick(pieces.length)]).join("");
      onlyConfigurationErrors(seed, () => readStackYaml(text, "Pulumi.test.yaml"));
    }
    onlyConfigurationErrors(0, () => readStackYaml("[".repeat(100_000), "Pulumi.test.yaml"));
  });
});

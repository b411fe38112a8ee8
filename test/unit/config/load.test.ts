import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { stringify } from "yaml";
import { loadFromFile } from "../../../config/load-file";
import { loadImageLock } from "../../../config/load-images";
import { stackNames } from "../../../config/load-sites";
import { digest, good, type Json, put, refusal } from "./schema-support";

const root = resolve(__dirname, "../../..");

/** A configuration as a stack file holds it. */
function file(value: Record<string, Json>, extra: Record<string, Json> = {}): string {
  const config = Object.entries(value).map(([key, item]) => [`palier:${key}`, item] as const);
  return stringify({ config: { ...Object.fromEntries(config), ...extra } });
}

describe("stack files", () => {
  let folder: string;
  const write = (name: string, text: string) => {
    writeFileSync(join(folder, name), text);
  };
  const load = (text: string) => {
    write("Pulumi.test.yaml", text);
    return loadFromFile("test", folder);
  };

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "palier-load-"));
  });

  afterEach(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  it("of this project are all good", () => {
    assert.ok(stackNames(root).length >= 3);
    for (const stack of stackNames(root)) {
      assert.equal(typeof loadFromFile(stack, root).applications.copies?.host, "string");
    }
  });

  it("show secrets by name only, and pass over what the CLI and providers keep", () => {
    const extra = { "palier:copies-key": { secure: "v1:abc" }, "aws:region": "eu-west-3" };
    const config = load(`${file(good("development"), extra)}encryptionsalt: v1:x\n`);
    assert.deepEqual(config.secretKeys, ["copies-key"]);
  });

  it("may leave the namespace out, as the CLI allows", () => {
    assert.equal(load(stringify({ config: good("development") })).tier, "development");
  });

  const refused: readonly (readonly [string, string, readonly string[]])[] = [
    [
      "a misspelt namespace",
      file(good("development"), { "palir:tier": "geheim" }),
      ['palir:tier: unknown namespace; did you mean "palier:tier"?'],
    ],
    [
      "an unknown namespace",
      file(good("development"), { "other:key": "x" }),
      ["other:key: unknown namespace; known are: palier, pulumi, aws, command, docker, random"],
    ],
    [
      "a misspelt key beside config",
      `${file(good("development"))}encryptionsalz: x\n`,
      ['encryptionsalz: unknown key; did you mean "encryptionsalt"?'],
    ],
    [
      "an encrypted value within a setting",
      file(put(good("development"), "engine/endpoint", { secure: "v1:abc" })),
      [
        "palier:engine: is encrypted, but settings are shown in plans and stored in clear; write it in " +
          "clear, and put a secret under a key of its own, palier:<application>-<secret>",
      ],
    ],
    ["a list", "- geheim\n", ['expected a mapping with "config"']],
    [
      "a duplicate key",
      "config:\n  palier:tier: geheim\n  palier:tier: geheim\n",
      ["line 3, column 3: not valid YAML (duplicate key)"],
    ],
    [
      "an unfinished text",
      'config:\n  palier:tier: "geheim\n',
      ["line 3, column 1: not valid YAML (missing char)"],
    ],
    [
      "lines below the one that Pulumi adds",
      "config:\n  palier:tier: geheim\nencryptionsalt: v1:abc\n\n  # mine\n  palier:role: geheim\n",
      [
        'line 6: not valid YAML; "encryptionsalt" on line 3 is Pulumi\'s and stands at the end: move your lines above it',
      ],
    ],
    [
      "another mistake above the line that Pulumi adds",
      'config:\n  palier:tier: "geheim\nencryptionsalt: v1:abc\n',
      ["line 4, column 1: not valid YAML (missing char)"],
    ],
    [
      "a setting beside config",
      `${file(good("development"))}palier:changes: x\n`,
      [
        'palier:changes: unknown key; settings stand below "config": move it there, indented as the others',
      ],
    ],
    [
      "an alias",
      "config:\n  palier:tier: &geheim x\n  palier:role: *geheim\n",
      ["YAML aliases are not used here; write the value out"],
    ],
    [
      "a mapping as key",
      "config:\n  {geheim: x}: y\n",
      ["a mapping or list is used as a key; keys are plain texts"],
    ],
  ];
  for (const [name, text, lines] of refused) {
    it(`are refused with ${name}`, () => {
      assert.deepEqual(
        refusal(() => load(text)),
        lines,
      );
    });
  }

  it("are refused when their stack's name was misspelt", () => {
    write("Pulumi.prod.yaml", file(good("production")));
    write("Pulumi.local.yaml", file(good("development")));
    assert.deepEqual(
      refusal(() => loadFromFile("prd", folder)),
      ['Pulumi.prd.yaml: holds no configuration, or does not exist; did you mean stack "prod"?'],
    );
    write("Pulumi.prd.yaml", "encryptionsalt: v1:x\n");
    assert.deepEqual(
      refusal(() => loadFromFile("prd", folder)),
      ['Pulumi.prd.yaml: holds no configuration, or does not exist; did you mean stack "prod"?'],
    );
    rmSync(join(folder, "Pulumi.prd.yaml"));
    assert.deepEqual(
      refusal(() => loadFromFile("../../etc/shadow", folder)),
      [
        "Pulumi.../../etc/shadow.yaml: holds no configuration, or does not exist; stacks are: local, prod",
      ],
    );
  });

  it("are refused with a host name of another stack, unless one stands by for the other", () => {
    write("Pulumi.prod.yaml", file(good("production")));
    const line =
      'palier:applications.copies.host: "copies.example.org" is a host name of stack "prod" (Pulumi.prod.yaml); ' +
      "only a stack with role standby shares the names of another";
    assert.deepEqual(
      refusal(() => load(file(good("preproduction")))),
      [line],
    );
    assert.equal(load(file(put(good("production"), "role", "standby"))).role, "standby");
    const own = put(good("development"), "applications/copies/host", "copies.localhost");
    write("Pulumi.prod.yaml", file(own));
    assert.equal(load(file(own)).tier, "development");
  });

  it("are judged although the file of another stack is broken", () => {
    write("Pulumi.prod.yaml", "{");
    assert.equal(load(file(good("production"))).images.redis, digest);
  });
});

describe("record of built images", () => {
  let folder: string;
  const write = (text: string) => {
    mkdirSync(join(folder, ".palier"));
    writeFileSync(join(folder, ".palier/images.json"), text);
  };

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "palier-lock-"));
  });

  afterEach(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  it("is empty where nothing was built", () => {
    assert.deepEqual(loadImageLock(folder), {});
  });

  it("holds ID and labels by tag", () => {
    const lock = { "palier/redis:7": { id: `sha256:${"a".repeat(64)}`, labels: { "a.b": "1" } } };
    write(JSON.stringify(lock));
    assert.deepEqual(loadImageLock(folder), lock);
  });

  it("is refused when damaged", () => {
    write('{"palier/redis:7": {"id": "latest", "labels": {}}}');
    assert.deepEqual(
      refusal(() => loadImageLock(folder)),
      [
        '.palier/images.json: is not what "make images" writes, see palier/redis:7 → id; run "make images" again',
      ],
    );
    writeFileSync(join(folder, ".palier/images.json"), "{");
    assert.deepEqual(
      refusal(() => loadImageLock(folder)),
      ['.palier/images.json: is not JSON; run "make images" again'],
    );
  });
});

import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import * as pulumi from "@pulumi/pulumi";
import { parse as parseYaml } from "yaml";
import { loadFromPulumi } from "../../../config/load";
import { loadFromFile } from "../../../config/load-file";
import { stackNames } from "../../../config/load-sites";
import { good, refusal } from "./schema-support";

const root = resolve(__dirname, "../../..");

/** Hands configuration over as the engine does: texts as they are, everything else as JSON. */
function engine(
  stack: string,
  config: Readonly<Record<string, unknown>>,
  secrets: readonly string[] = [],
): void {
  const unused = () => assert.fail("loading configuration makes no resources");
  void pulumi.runtime.setMocks({ newResource: unused, call: unused }, "palier", stack);
  const values = Object.entries(config).map(([key, value]) => [
    key,
    typeof value === "string" ? value : JSON.stringify(value),
  ]);
  pulumi.runtime.setAllConfig(Object.fromEntries(values) as Record<string, string>, [...secrets]);
}

function prefixed(value: object): Record<string, unknown> {
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [`palier:${key}`, item]));
}

async function valueOf(output: pulumi.Output<string> | undefined): Promise<string> {
  assert.ok(output);
  return new Promise((done) => output.apply(done));
}

describe("configuration from the engine", () => {
  let folder: string;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "palier-engine-"));
  });

  afterEach(() => {
    rmSync(folder, { recursive: true, force: true });
    pulumi.runtime.setAllConfig({}, []);
  });

  for (const stack of stackNames(root)) {
    it(`equals the file of stack ${stack}`, () => {
      const text = readFileSync(join(root, `Pulumi.${stack}.yaml`), "utf8");
      const { config } = parseYaml(text) as { config: Record<string, unknown> };
      engine(stack, config);
      assert.deepEqual(loadFromPulumi(root).config, loadFromFile(stack, root));
    });
  }

  it("holds secrets as secret outputs, and their names alone in the configuration", async () => {
    const key = "copies-email-password";
    const config = { ...prefixed(good("development")), [`palier:${key}`]: "geheim" };
    engine("test", config, [`palier:${key}`]);
    const loaded = loadFromPulumi(folder);
    assert.deepEqual(loaded.config.secretKeys, [key]);
    assert.deepEqual(Object.keys(loaded.secrets), [key]);
    assert.equal(await pulumi.isSecret(loaded.secrets[key] ?? pulumi.output("")), true);
    assert.equal(await valueOf(loaded.secrets[key]), "geheim");
    assert.doesNotMatch(JSON.stringify(loaded.config), /geheim/);
  });

  it("refuses a secret in clear and an encrypted setting, without a value", () => {
    const config = { ...prefixed(good("development")), "palier:copies-email-password": "geheim" };
    engine("test", config, ["palier:engine"]);
    const lines = refusal(() => loadFromPulumi(folder));
    assert.deepEqual(
      lines.map((line) => line.split(/[;,]/)[0]),
      ["palier:copies-email-password: given in clear", "palier:engine: is encrypted"],
    );
    assert.doesNotMatch(lines.join("\n"), /geheim/);
  });

  it("refuses a misspelt namespace and a host name of another stack", () => {
    const production = JSON.stringify({ config: prefixed(good("production")) });
    writeFileSync(join(folder, "Pulumi.prod.yaml"), production);
    engine("test", { ...prefixed(good("preproduction")), "palir:tier": "x" });
    assert.deepEqual(
      refusal(() => loadFromPulumi(folder)).map((line) => line.split(": ", 2).join(": ")),
      [
        'palier:applications.copies.host: "copies.example.org" is a host name of stack "prod" (Pulumi.prod.yaml); only a stack with role standby shares the names of another',
        'palir:tier: unknown namespace; did you mean "palier:tier"?',
      ],
    );
  });

  it("ends the program with its lines alone, without a stack trace", () => {
    engine("test", {});
    assert.throws(
      () => loadFromPulumi(root),
      (error) => pulumi.RunError.isInstance(error),
    );
  });

  it("refuses a stack without any, and names the nearest one", () => {
    writeFileSync(join(folder, "Pulumi.prod.yaml"), "config: {}\n");
    // As the CLI leaves it after "stack init".
    writeFileSync(join(folder, "Pulumi.prd.yaml"), "encryptionsalt: v1:x\n");
    engine("prd", {});
    assert.deepEqual(
      refusal(() => loadFromPulumi(folder)),
      ['Pulumi.prd.yaml: holds no configuration, or does not exist; did you mean stack "prod"?'],
    );
  });
});

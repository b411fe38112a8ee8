import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { appendFileSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { stack } from "../../../config/schema";
import { generators } from "../../../docs/generators";
import { keyRows } from "../../../docs/generators/keys";
import { outdated, write } from "../../../docs/write";

const root = resolve(__dirname, "../../..");

describe("generated documents", () => {
  it("are current", () => {
    assert.deepEqual(outdated(generators, root), [], 'run "npm run docs"');
  });

  it("are noticed when edited or missing, and written once", () => {
    const folder = mkdtempSync(join(tmpdir(), "palier-docs-"));
    try {
      const files = generators.map(({ file }) => file);
      assert.deepEqual(write(generators, folder), files);
      assert.deepEqual(write(generators, folder), []);
      appendFileSync(join(folder, "docs/reference/configuration.md"), "x");
      assert.deepEqual(outdated(generators, folder), ["docs/reference/configuration.md"]);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });

  it("refuse an unknown argument", () => {
    assert.throws(
      () =>
        execFileSync(process.execPath, ["--require", "./register.cjs", "docs/generate.ts", "-c"], {
          cwd: root,
          stdio: "pipe",
        }),
      (error: Error & { status?: number }) => error.status === 2,
    );
  });

  it("describe every key of the type, each once", () => {
    const paths = keyRows(stack).map(({ path }) => path);
    assert.equal(new Set(paths).size, paths.length);
    const page = readFileSync(join(root, "docs/reference/configuration.md"), "utf8");
    for (const path of paths) {
      assert.ok(page.includes(`| \`palier:${path}\` |`), path);
    }
    assert.ok(paths.includes("applications.<application>.processes.<process>.limits.memory"));
  });

  it("describe the entries of lists, which are mappings", () => {
    const paths = keyRows(stack).map(({ path }) => path);
    const smokeTests = "applications.<application>.release.smokeTests[]";
    for (const key of ["path", "status", "contains", "absent", "headers"])
      assert.ok(paths.includes(`${smokeTests}.${key}`), key);
    for (const key of ["from", "until", "reason"])
      assert.ok(paths.includes(`changes.freezes[].${key}`), key);
  });

  it("show no value that there is not", () => {
    for (const { file, render } of generators.filter((one) => one.file.endsWith(".md")))
      assert.doesNotMatch(render(), /\bundefined\b/, file);
  });

  it("give editors the same required keys as the schema", () => {
    const file = readFileSync(join(root, "docs/reference/stack-config.schema.json"), "utf8");
    const schema = JSON.parse(file) as {
      properties: { config: { required: string[]; properties: Record<string, unknown> } };
    };
    const { required, properties } = schema.properties.config;
    assert.deepEqual(
      Object.keys(properties),
      Object.keys(stack.shape).map((key) => `palier:${key}`),
    );
    assert.deepEqual(
      required,
      Object.keys(properties).filter(
        (key) =>
          ![
            "palier:logging",
            "palier:exemptions",
            "palier:promotion",
            "palier:changes",
            "palier:overrides",
          ].includes(key),
      ),
    );
  });
});

import assert from "node:assert/strict";
import { execFileSync, spawn } from "node:child_process";
import {
  appendFileSync,
  cpSync,
  existsSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
} from "node:fs";
import { isBuiltin } from "node:module";
import { tmpdir } from "node:os";
import path from "node:path";

const root = path.resolve(__dirname, "../../..");
const starter = path.join(root, "node_modules/@pulumi/pulumi/cmd/run-policy-pack");

describe("the compiled policy pack", function () {
  this.timeout(60_000);
  let home: string;
  let pack: string;
  let compiled: string;

  before(() => {
    home = mkdtempSync(path.join(tmpdir(), "palier-pack-"));
    pack = path.join(home, "pack");
    cpSync(path.join(root, "policies"), pack, {
      recursive: true,
      filter: (file) => !/[\\/]policies[\\/](?:dist|node_modules)/.test(file),
    });
    symlinkSync(path.join(root, "node_modules"), path.join(home, "node_modules"));
    compiled = path.join(pack, "dist/serve.js");
    build();
  });

  after(() => {
    rmSync(home, { recursive: true, force: true });
  });

  function build(): void {
    execFileSync(process.execPath, ["build.cjs"], { cwd: pack });
  }

  it("holds every policy and needs nothing but the SDK that its package.json names", () => {
    const source = readFileSync(compiled, "utf8");
    const names = [...source.matchAll(/\brequire\("([^"]+)"\)/g)].map(([, name = ""]) => name);
    const foreign = [...new Set(names)].filter((name) => !isBuiltin(name));
    const manifest = JSON.parse(readFileSync(path.join(pack, "package.json"), "utf8")) as {
      dependencies: Record<string, string>;
    };
    assert.deepEqual(foreign.sort(), Object.keys(manifest.dependencies));
    for (const version of Object.values(manifest.dependencies))
      assert.match(version, /^\d+\.\d+\.\d+$/);
    assert.match(source, /name: "disallow-privileged"/);
  });

  it("is left alone when its sources are the same", () => {
    const before = statSync(compiled).mtimeMs;
    build();
    assert.equal(statSync(compiled).mtimeMs, before);
  });

  it("starts on its own, away from the checkout", async () => {
    const { port } = await start(pack);
    assert.match(port, /^\d+$/);
  });

  it("does not start when its sources have changed since, until it is compiled again", async () => {
    appendFileSync(path.join(pack, "shared/clock.ts"), "// changed\n");
    const { errors } = await start(pack);
    assert.match(errors, /policy pack is not compiled, or its sources have changed since: run npm/);
    build();
    assert.match((await start(pack)).port, /^\d+$/);
  });

  it("gives way to its sources in a checkout where they are newer", async () => {
    const checkout = path.join(home, "checkout");
    cpSync(pack, path.join(checkout, "policies"), { recursive: true });
    for (const part of ["register.cjs", "toolchain", "node_modules"])
      symlinkSync(path.join(root, part), path.join(checkout, part));
    const own = path.join(checkout, "policies");
    assert.ok(existsSync(path.join(own, "dist/serve.js")));
    appendFileSync(path.join(own, "serve.ts"), 'console.error("from the sources");\n');
    const { port, errors } = await start(own);
    assert.match(port, /^\d+$/);
    assert.match(errors, /from the sources/);
  });
});

/** Starts a pack as language hosts do, and ends it when it has said its port or given up. */
async function start(folder: string): Promise<{ port: string; errors: string }> {
  const child = spawn(process.execPath, [starter, "127.0.0.1:1", "./"], {
    cwd: folder,
    env: { ...process.env, PULUMI_NODEJS_TYPESCRIPT: "false" },
  });
  let [port, errors] = ["", ""];
  child.stderr.on("data", (data: Buffer) => (errors += data.toString()));
  await new Promise<void>((resolve) => {
    child.on("exit", () => {
      resolve();
    });
    child.stdout.on("data", (data: Buffer) => {
      port += data.toString().trim();
      // What stands beside the start comes with it.
      setTimeout(() => child.kill(), 200);
    });
  });
  return { port, errors };
}

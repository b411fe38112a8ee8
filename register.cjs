// Lets Node load the TypeScript sources directly: every `.ts` file is transpiled when it is required,
// and the result is kept under a name made from the file's content, so that an edit is always used
// and an unchanged file costs one read. Types are checked by `make check`, not here.
"use strict";

const { createHash } = require("node:crypto");
const fs = require("node:fs");
const Module = require("node:module");
const path = require("node:path");

// Beside the project's own language host the official one may run the program, and it knows nothing of this.
require("./toolchain/language-host/program/preload.cjs");

require("./toolchain/loader/lean-sdk.cjs");

const cacheFolder = path.join(__dirname, ".palier", "cache", "transpiled");
const esbuildVersion = require("esbuild/package.json").version;
const options = {
  loader: "ts",
  format: "cjs",
  target: "node20",
  // Node's own import() would go past this hook, so it becomes a require at the moment of its call.
  supported: { "dynamic-import": false },
  sourcemap: "inline",
  // Pulumi reads a function's or class's name; minifying or dropping it would change resource names.
  keepNames: false,
};
const recipe = JSON.stringify([esbuildVersion, options]);

Module._extensions[".ts"] = function loadTypeScript(module, filename) {
  const source = fs.readFileSync(filename, "utf8");
  const key = createHash("sha256").update(recipe).update(filename).update(source).digest("hex");
  const cached = path.join(cacheFolder, `${key}.js`);
  let code;
  try {
    code = fs.readFileSync(cached, "utf8");
  } catch {
    code = transpile(source, filename);
    keep(cached, code);
  }
  module._compile(code, filename);
};

function transpile(source, filename) {
  // esbuild is loaded on the first miss only: a warm start never pays for it.
  return require("esbuild").transformSync(source, { ...options, sourcefile: filename }).code;
}

function keep(file, code) {
  try {
    fs.mkdirSync(path.dirname(file), { recursive: true });
    // Written beside and renamed, because several processes may load the same file at once.
    const draft = `${file}.${process.pid}`;
    fs.writeFileSync(draft, code);
    fs.renameSync(draft, file);
  } catch {
    // A read-only checkout or a full disk only costs the time to transpile again.
  }
}

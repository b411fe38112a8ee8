// What the compiled pack is made from. The digest goes into the compiled pack, so that one that is older
// than its sources never judges anything.
"use strict";

const { createHash } = require("node:crypto");
const fs = require("node:fs");
const path = require("node:path");

const compiled = path.join(__dirname, "dist", "serve.js");
const mark = "// Sources: ";

/** One digest over the names and the contents of all sources. */
function digestOfSources() {
  const hash = createHash("sha256");
  for (const file of sourcesBelow("")) {
    hash.update(`${file}\n`).update(fs.readFileSync(path.join(__dirname, file)));
  }
  return hash.digest("hex");
}

function sourcesBelow(folder) {
  const entries = fs.readdirSync(path.join(__dirname, folder), { withFileTypes: true });
  return entries
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((entry) => {
      const file = path.posix.join(folder, entry.name);
      if (entry.isDirectory()) {
        return ["node_modules", "dist"].includes(entry.name) ? [] : sourcesBelow(file);
      }
      return file.endsWith(".ts") || file === "build.cjs" ? [file] : [];
    });
}

/** Whether the compiled pack is there and made from the sources as they are. */
function isCompiled() {
  try {
    const start = fs.readFileSync(compiled, "utf8").slice(0, mark.length + 64);
    return start === mark + digestOfSources();
  } catch (error) {
    if (error.code === "ENOENT") return false;
    throw error;
  }
}

module.exports = { compiled, digestOfSources, isCompiled, mark };

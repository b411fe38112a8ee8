// Compiles the pack into one file, dist/serve.js, with nothing beside it but @pulumi/policy: `npm run build`.
// Does nothing when that file is made from the sources as they are.
"use strict";

const fs = require("node:fs");
const path = require("node:path");

const { compiled, digestOfSources, isCompiled, mark } = require("./sources.cjs");

if (!isCompiled()) {
  const banner = mark + digestOfSources();
  const { outputFiles } = require("esbuild").buildSync({
    entryPoints: [path.join(__dirname, "serve.ts")],
    bundle: true,
    write: false,
    platform: "node",
    format: "cjs",
    target: "node20",
    // The SDK has to be the one that its own starter loads.
    external: ["@pulumi/*"],
    banner: { js: banner },
    // Neither this folder's own settings nor a checkout's around it.
    tsconfigRaw: {},
    absWorkingDir: __dirname,
  });
  fs.mkdirSync(path.dirname(compiled), { recursive: true });
  // Written beside and renamed, because a preview may start meanwhile.
  const draft = `${compiled}.${process.pid}`;
  fs.writeFileSync(draft, outputFiles[0].contents);
  fs.renameSync(draft, compiled);
}

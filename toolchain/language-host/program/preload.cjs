// Keeps an error in a program from hanging it. Node (20.20 among others) searches every stack line for
// `node_modules/<package>/` when it prints an error in colour, and never ends on a line that has a file right
// after it. The SDK prints errors in colour, and its source maps lead to just such lines
// (`node_modules/@pulumi/resource.ts`). Without colour Node does not search.
//
// Takes the variables with secrets from standard input: whatever a process is started with stays readable in
// /proc/<pid>/environ, whereas what it sets itself does not show there. They are set behind the environment, so
// that the processes that it starts itself do not inherit them. See ../process/handed-over.ts.
"use strict";

const { readFileSync } = require("node:fs");
const util = require("node:util");

if (process.env.PALIER_VARIABLES === "stdin") {
  delete process.env.PALIER_VARIABLES;
  const variables = Object.entries(JSON.parse(readFileSync(0, "utf8")));
  const hidden = variables.map(([name, value]) => [name, { value, enumerable: false }]);
  const behind = Object.getPrototypeOf(process.env);
  Object.setPrototypeOf(process.env, Object.create(behind, Object.fromEntries(hidden)));
}

const inspect = util.inspect;

util.inspect = Object.assign(function inspectSafely(value, options, ...rest) {
  const coloured = typeof options === "object" && options !== null && options.colors === true;
  return inspect(
    value,
    coloured && util.types.isNativeError(value) ? { ...options, colors: false } : options,
    ...rest,
  );
}, inspect);

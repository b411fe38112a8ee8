// Keeps an error in a program from hanging it. Node (20.20 among others) searches every stack line for
// `node_modules/<package>/` when it prints an error in colour, and never ends on a line that has a file right
// after it. The SDK prints errors in colour, and its source maps lead to just such lines
// (`node_modules/@pulumi/resource.ts`). Without colour Node does not search.
"use strict";

const util = require("node:util");

const inspect = util.inspect;

util.inspect = Object.assign(function inspectSafely(value, options, ...rest) {
  const coloured = typeof options === "object" && options !== null && options.colors === true;
  return inspect(
    value,
    coloured && util.types.isNativeError(value) ? { ...options, colors: false } : options,
    ...rest,
  );
}, inspect);

// Starts the compiled pack. In a checkout whose sources are newer it starts the sources instead, which takes
// longer; elsewhere it refuses, because an old pack would judge by rules that have changed.
"use strict";

// Most of a start is the SDK's, also where a language host has not loaded this before.
const { isCheckout } = require("./preload.cjs");
const { compiled, isCompiled } = require("./sources.cjs");

if (isCompiled()) {
  require(compiled);
} else if (isCheckout) {
  require("./serve.ts");
} else {
  throw new Error(
    "the policy pack is not compiled, or its sources have changed since: run npm run build in its folder",
  );
}

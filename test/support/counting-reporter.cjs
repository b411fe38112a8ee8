// Mocha's usual output, and the counts in a file, so that several runs can be added up.
"use strict";

const { writeFileSync } = require("node:fs");
const { reporters, Runner } = require("mocha");

module.exports = class CountingReporter extends reporters.Spec {
  constructor(runner, options) {
    super(runner, options);
    runner.once(Runner.constants.EVENT_RUN_END, () => {
      const { passes, failures, pending } = this.stats;
      writeFileSync(process.env.PALIER_TEST_COUNTS, JSON.stringify({ passes, failures, pending }));
    });
  }
};

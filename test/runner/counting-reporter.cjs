// Mocha's usual output, and what became of the tests in a file, so that several runs can be added up.
"use strict";

const { writeFileSync } = require("node:fs");
const { reporters, Runner } = require("mocha");

module.exports = class CountingReporter extends reporters.Spec {
  constructor(runner, options) {
    super(runner, options);
    const failed = [];
    const skipped = [];
    runner.on(Runner.constants.EVENT_TEST_FAIL, (test, error) => {
      failed.push({ title: test.fullTitle(), reason: String(error?.message ?? error) });
    });
    runner.on(Runner.constants.EVENT_TEST_PENDING, (test) => skipped.push(test.fullTitle()));
    runner.once(Runner.constants.EVENT_RUN_END, () => {
      const { passes } = this.stats;
      writeFileSync(process.env.PALIER_TEST_COUNTS, JSON.stringify({ passes, failed, skipped }));
    });
  }
};

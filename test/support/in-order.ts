/**
 * For a suite whose tests each stand on the one before: after a failure the rest are skipped, and counted so.
 * Mocha's own `bail` would leave out the whole suite, uncounted, once a test of any other file has failed.
 */
export function eachStandsOnTheOneBefore(): void {
  let failed = false;
  beforeEach(function () {
    if (failed) this.skip();
  });
  afterEach(function () {
    failed ||= this.currentTest?.state === "failed";
  });
}

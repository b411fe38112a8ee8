/** A test that failed. */
export interface Failure {
  /** The titles of its suites and its own. */
  readonly title: string;
  /** What was thrown, maybe over several lines. */
  readonly reason: string;
}

/** What became of the tests of one group. */
export interface Outcome {
  readonly passes: number;
  readonly failed: readonly Failure[];
  /** The titles of the tests that did not run. */
  readonly skipped: readonly string[];
}

/** How many tests are named: what a log keeps when only its end is shown. */
const longest = 20;

const firstLine = (text: string): string => text.trim().split("\n")[0]?.slice(0, 200) ?? "";

function listed(mark: string, lines: readonly string[]): string[] {
  const more = lines.length - longest;
  const shown = lines.slice(0, longest).map((line) => `${mark} ${line}`);
  return more > 0 ? [...shown, `${mark} and ${more} more`] : shown;
}

/**
 * The end of a run over several groups: what was skipped, what failed and why, and the counts in the last line.
 * Whoever sees only the end of a log knows where to look.
 */
export function summary(outcomes: readonly Outcome[]): string {
  const failed = outcomes.flatMap((outcome) => outcome.failed);
  const skipped = outcomes.flatMap((outcome) => outcome.skipped);
  const passes = outcomes.reduce((total, outcome) => total + outcome.passes, 0);
  return [
    ...listed("skipped:", skipped),
    ...listed(
      "failed:",
      failed.map(({ title, reason }) => `${title}: ${firstLine(reason)}`),
    ),
    `${passes} passed, ${failed.length} failed${skipped.length > 0 ? `, ${skipped.length} skipped` : ""}`,
  ].join("\n");
}

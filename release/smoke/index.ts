import type { SmokeTestSpec } from "../../spec/lifecycle";
import type { ApplicationContext } from "../context";
import { engineClock } from "../engine/clock";
import { lastLines } from "../engine/logs";
import { OperationFailure } from "../failure";
import { findFatalLines } from "./fatal-lines";
import { ask, type Asked, type SmokeCookie, type SmokeTarget } from "./ask";
import { judgeAnswer } from "./judge";

export type { SmokeCookie, SmokeTarget } from "./ask";

const evidenceLines = 10;

/** In seconds: a healthy server has only its last preparations to make. */
const longestPauses = 5;

/**
 * Asks a new container for the pages that show that it is the right application, from the proxy's
 * place in the network. Redirects are not followed.
 * @throws OperationFailure with what was expected and what came, for each test that failed, and the
 * last lines of the container's log.
 */
export async function runSmokeTests(
  context: ApplicationContext,
  target: SmokeTarget,
  tests: readonly SmokeTestSpec[],
): Promise<void> {
  const problems = await problemsOf(context, target, tests);
  if (problems.length === 0) return;
  const log = await lastLines(context.docker.getContainer(target.container), evidenceLines);
  throw failure(problems, tests, `container ${target.container}`, log);
}

/**
 * Asks the same through the proxy, as users will: with its routes, headers and limits.
 * @param cookie Lets the questions through while users see the maintenance page.
 * @throws OperationFailure as `runSmokeTests` does, without a log.
 */
export async function runSmokeTestsThroughProxy(
  context: ApplicationContext,
  target: SmokeTarget,
  tests: readonly SmokeTestSpec[],
  cookie: SmokeCookie,
): Promise<void> {
  const problems = await problemsOf(context, target, tests, cookie);
  if (problems.length > 0) throw failure(problems, tests, `${target.host} through the proxy`, []);
}

/**
 * Looks through what a container has logged since it was started, or since the release began where it
 * served before: what it logged last week is no reason against a release.
 * @param since When the release began, on this machine's clock.
 * @param patterns Regular expressions of lines that no right release writes.
 * @throws OperationFailure with the lines.
 */
export async function refuseFatalLines(
  { docker }: ApplicationContext,
  container: string,
  since: Date,
  patterns: readonly string[],
): Promise<void> {
  if (patterns.length === 0) return;
  const logger = docker.getContainer(container);
  const { Name, State } = await logger.inspect();
  const began = (await engineClock(docker))(since);
  const from = Math.max(began, Date.parse(State.StartedAt) / 1000);
  const lines = await findFatalLines(logger, patterns, from);
  if (lines.length === 0) return;
  throw new OperationFailure(
    `Container ${Name.slice(1)} logged what it must not`,
    lines.slice(0, evidenceLines),
  );
}

async function problemsOf(
  context: ApplicationContext,
  target: SmokeTarget,
  tests: readonly SmokeTestSpec[],
  cookie?: SmokeCookie,
): Promise<string[]> {
  const problems: string[] = [];
  const patience = { pauses: longestPauses };
  for (const test of tests) {
    const asked = await ask(context, target, test, patience, cookie);
    const problem = problemOf(test, target, asked);
    if (problem !== undefined) problems.push(problem);
    // Who does not answer one question will not answer the next, and each one takes its time.
    if ("missing" in asked) break;
  }
  return problems;
}

function problemOf(
  test: SmokeTestSpec,
  { version }: SmokeTarget,
  asked: Asked,
): string | undefined {
  if ("missing" in asked) return `${test.path} has no usable answer: ${asked.missing}`;
  return judgeAnswer(test, version, asked);
}

function failure(
  problems: readonly string[],
  tests: readonly SmokeTestSpec[],
  subject: string,
  log: readonly string[],
): OperationFailure {
  const [first = "", ...others] = problems;
  const count = tests.length === 1 ? "" : ` (${problems.length} of ${tests.length})`;
  return new OperationFailure(`Smoke test of ${subject} failed${count}: ${first}`, [
    ...others,
    ...log,
  ]);
}

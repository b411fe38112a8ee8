import { setTimeout as sleep } from "node:timers/promises";

import type { WatchSpec } from "../../spec/lifecycle";
import type { ReleaseRoute } from "../../spec/operations";
import type { ApplicationContext } from "../context";
import { engineClock } from "../engine/clock";
import { followLines } from "../engine/follow-logs";
import { OperationFailure } from "../failure";
import { report } from "../progress";
import { matchingLines } from "../smoke/fatal-lines";
import { AnswerCount } from "./answers";
import { WatchedContainer } from "./containers";

/** What is watched, and against what it is measured. */
export interface WatchTarget {
  readonly route: ReleaseRoute;
  /** Ids of all containers of the new release. */
  readonly containers: readonly string[];
  readonly watch: WatchSpec;
  /** Host name under which users know the application. */
  readonly host: string;
  /** Regular expressions; a line that matches one is a failure. */
  readonly fatalLogLines: readonly string[];
  /** When users were sent to the new release, on this machine's clock. */
  readonly since: Date;
  /** Told every second; without it, a line is reported from time to time. */
  readonly onProgress?: (progress: WatchProgress) => void;
}

/** What was seen so far. */
export interface WatchProgress {
  /** Whole seconds since the watch began. */
  readonly elapsed: number;
  readonly answers: number;
  /** Answers with a status from 500 on. */
  readonly errors: number;
}

const lookMilliseconds = 1000;
const reportSeconds = 15;

/** A container that logs a fatal line ends soon after, and the end alone would say less. */
const fatalLines = 5;

/**
 * Watches a new release while the old one could still take over: its containers run, are not
 * restarted and stay healthy, log nothing fatal, and answer users without too many errors.
 * @throws OperationFailure with what was seen, as soon as it is certain; the signal's reason when
 * it fires.
 */
export async function watchRelease(
  context: ApplicationContext,
  target: WatchTarget,
): Promise<void> {
  const { docker, signal } = context;
  const { watch, containers } = target;
  if (watch.seconds === 0) return;
  signal.throwIfAborted();
  const addresses = new Set<string>();
  const count = new AnswerCount(target.host, addresses);
  const watched = containers.map((id) => ({
    container: new WatchedContainer(docker.getContainer(id), addresses),
    fatal: [] as string[],
  }));
  // Their addresses tell whose the answers in the log are.
  for (const { container } of watched) await container.check();
  const since = (await engineClock(docker))(target.since);
  const ending = new AbortController();
  const followed = [
    followLines(docker.getContainer(target.route.container), since, ending.signal, (line) => {
      count.take(line);
    }),
    ...watched.map(({ container, fatal }) =>
      target.fatalLogLines.length === 0
        ? Promise.resolve()
        : followLines(container.container, since, ending.signal, (line) => {
            fatal.push(...matchingLines(line, target.fatalLogLines));
          }),
    ),
  ];
  try {
    await look(context, target, watched, count);
  } finally {
    ending.abort();
    await Promise.all(followed);
  }
}

async function look(
  { application, signal }: ApplicationContext,
  { watch, onProgress = reportProgress(watch) }: WatchTarget,
  watched: readonly { readonly container: WatchedContainer; readonly fatal: readonly string[] }[],
  count: AnswerCount,
): Promise<void> {
  const begun = Date.now();
  for (;;) {
    const elapsed = Math.floor((Date.now() - begun) / 1000);
    const last = elapsed >= watch.seconds;
    for (const { container, fatal } of watched) {
      if (fatal.length > 0) {
        throw await container.failure("logged what it must not", fatal.slice(0, fatalLines));
      }
      await container.check();
    }
    if (count.exceeds(watch)) throw tooManyErrors(application, count, watch, elapsed);
    onProgress({ elapsed, answers: count.answers, errors: count.errors });
    if (last) return;
    await sleep(lookMilliseconds, undefined, { signal }).catch(() => undefined);
    signal.throwIfAborted();
  }
}

function tooManyErrors(
  application: string,
  count: AnswerCount,
  { errorRate }: WatchSpec,
  elapsed: number,
): OperationFailure {
  const percent = (share: number): string => `${Math.round(share * 1000) / 10} %`;
  return new OperationFailure(
    `${application} failed to answer ${count.errors} of ${count.answers} requests (${percent(count.errors / count.answers)}, at most ${percent(errorRate)} may fail) in the first ${elapsed} s.`,
    count.examples(),
  );
}

function reportProgress({ seconds }: WatchSpec): (progress: WatchProgress) => void {
  return ({ elapsed, answers, errors }) => {
    if (elapsed === 0 || (elapsed % reportSeconds !== 0 && elapsed < seconds)) return;
    report(`watched for ${elapsed} of ${seconds} s: ${answers} answers, ${errors} errors`);
  };
}

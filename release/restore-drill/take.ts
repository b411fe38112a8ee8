import { setTimeout as sleep } from "node:timers/promises";

import type { RestorePointSpec } from "../../spec/lifecycle";
import type { ApplicationContext } from "../context";
import { OperationFailure } from "../failure";
import { describeHolder, lockHolder } from "../lock";
import {
  type ReleaseInService,
  type RestorePointSummary,
  takeRestorePoint,
} from "../restore-point";

/** How often a release that begins is looked for, in milliseconds. */
const lookEvery = 500;

/** The drill gave way to a release: nothing is known of the restore point, neither good nor bad. */
export class GaveWay extends OperationFailure {}

/**
 * Takes the drill's restore point, and gives up as soon as a release begins: the dump reads every
 * table, and would keep a migration from changing them. Afterwards the drill works on copies, so that
 * a release does not have to care.
 * @throws GaveWay
 */
export async function takeGivingWay(
  context: ApplicationContext,
  taking: RestorePointSpec,
  id: string,
  about: ReleaseInService,
): Promise<RestorePointSummary> {
  const release = new AbortController();
  const over = new AbortController();
  const watch = watchForRelease(context, over.signal, release);
  try {
    const signal = AbortSignal.any([context.signal, release.signal]);
    const summary = await takeRestorePoint({ ...context, signal }, taking, id, about, true);
    release.signal.throwIfAborted();
    return summary;
  } catch (error) {
    // What its end made fail is not what failed.
    release.signal.throwIfAborted();
    throw error;
  } finally {
    over.abort();
    await watch;
  }
}

/** The line about a release that is in the way; undefined where there is none. */
export async function findRelease({
  docker,
  stack,
  application,
}: ApplicationContext): Promise<string | undefined> {
  const lock = await lockHolder(docker, stack, application);
  return lock && describeHolder(lock.holder);
}

async function watchForRelease(
  context: ApplicationContext,
  over: AbortSignal,
  release: AbortController,
): Promise<void> {
  while (!over.aborted) {
    // An engine that does not answer stops the taking by itself.
    const who = await findRelease(context).catch(() => undefined);
    if (who !== undefined) {
      release.abort(
        new GaveWay(
          `A release of ${context.application} began (${who}) while the restore drill read its data, so the drill gave way: run it again after the release.`,
        ),
      );
      return;
    }
    await sleep(lookEvery, undefined, { signal: over }).catch(() => undefined);
  }
}

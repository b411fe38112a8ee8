import { currentActor } from "../actor";
import type { ApplicationContext } from "../context";
import { OperationFailure, reasonOf } from "../failure";
import { claimDrill } from "./claim";
import { type DrillProgress, type DrillSubject, practise } from "./drill";
import { drillLayout, drillLabel, measuringSpec } from "./layout";
import { removeOf, stopDrill } from "./remove";
import { requireSpace } from "./space";
import { findRelease, GaveWay } from "./take";

export { GaveWay } from "./take";
export { drillLayout } from "./layout";
export type { DrillProgress, DrillStage, DrillSubject } from "./drill";

/** A drill that did not begin: nothing was made, and nothing is known of the restore point. */
export class DrillRefused extends OperationFailure {}

/** How a drill ended. */
export interface DrillResult extends DrillProgress {
  /** Undefined when everything was restored as it was saved. */
  readonly failure: unknown;
}

/**
 * Proves that a restore point of what runs can be restored, and removes everything again. What runs
 * is not touched: the restore point has a volume of its own, the application's volumes are mounted
 * for reading.
 * @param project Which, of those that the engine has.
 * @returns How it ended; a failed drill is an answer as well.
 * @throws DrillRefused, GaveWay, or the reason of the context's signal.
 */
export async function runDrill(
  context: ApplicationContext,
  project: string,
  subject: DrillSubject,
): Promise<DrillResult> {
  const { docker, stack, application, signal } = context;
  const holder = { actor: await currentActor(), since: new Date().toISOString() };
  const layout = drillLayout({ project, stack, application }, holder);
  await refusing(async () => {
    const release = await findRelease(context);
    if (release !== undefined) throw releaseUnderWay(stack, application, release);
    await requireSpace(context, measuringSpec(subject.restorePoint, layout));
    await claimDrill(docker, layout, subject.restorePoint.tools.image);
  });
  const progress: DrillProgress = {};
  // Loading goes on to its end otherwise: in a release it must not stop half-way.
  let stopped: Promise<unknown> = Promise.resolve();
  const stop = (): void => {
    stopped = stopDrill(docker, layout).catch(() => undefined);
  };
  signal.addEventListener("abort", stop, { once: true });
  let failure: unknown;
  try {
    signal.throwIfAborted();
    await practise(context, subject, layout, progress);
  } catch (error) {
    failure = error;
  } finally {
    signal.removeEventListener("abort", stop);
    await stopped;
  }
  await subject.onStage("removing");
  const left = await removalFailure(() =>
    removeOf(docker, layout, layout.labels[drillLabel] ?? ""),
  );
  signal.throwIfAborted();
  if (failure instanceof GaveWay) throw failure;
  return { ...progress, failure: failure ?? left };
}

async function refusing(check: () => Promise<void>): Promise<void> {
  try {
    await check();
  } catch (error) {
    if (!(error instanceof OperationFailure)) throw error;
    throw new DrillRefused(error.message, error.evidence);
  }
}

function releaseUnderWay(stack: string, application: string, who: string): OperationFailure {
  return new OperationFailure(
    `A release of ${application} is under way or was interrupted (${who}), so no restore drill begins: wait for it, or see make status STACK=${stack} APP=${application}`,
  );
}

async function removalFailure(remove: () => Promise<void>): Promise<unknown> {
  try {
    await remove();
    return undefined;
  } catch (error) {
    return new OperationFailure(
      `Not everything of the restore drill could be removed, which the next one does: ${reasonOf(error)}`,
    );
  }
}

import type { ReleasedProcess } from "../../spec/operations";
import { waitHealthy } from "../engine/service";
import { retireOld, startProcess } from "./containers";
import type { ReleaseContext, ReleaseStep, Undo } from "./step";

/**
 * Replaces workers and schedulers, all at once: none needs another, and each takes as long as its
 * health check's interval.
 */
export const replaceWorkers: ReleaseStep = {
  title: "replacing workers and schedulers",
  async run(context, undo) {
    const replacements = context.input.processes.flatMap((process) => {
      if (process.kind === "scheduler") return [replaceScheduler(context, process, undo)];
      return process.kind === "worker" ? [replaceWorker(context, process, undo)] : [];
    });
    // All of them end before a failure is thrown: what is still starting could not be taken back.
    const results = await Promise.allSettled(replacements);
    for (const result of results) if (result.status === "rejected") throw result.reason;
  },
};

/** A scheduler runs exactly once, so the old one ends before the new one starts. */
async function replaceScheduler(
  context: ReleaseContext,
  scheduler: ReleasedProcess,
  undo: (undo: Undo) => void,
): Promise<void> {
  await retireOld(context, scheduler, undo);
  await startHealthy(context, scheduler, undo);
}

/** Workers of both releases may share the queue for a moment. */
async function replaceWorker(
  context: ReleaseContext,
  worker: ReleasedProcess,
  undo: (undo: Undo) => void,
): Promise<void> {
  await startHealthy(context, worker, undo);
  await retireOld(context, worker, undo);
}

async function startHealthy(
  context: ReleaseContext,
  process: ReleasedProcess,
  undo: (undo: Undo) => void,
): Promise<void> {
  const started = await startProcess(context, process, undo);
  await Promise.all(started.map((container) => waitHealthy(container, context.signal)));
}

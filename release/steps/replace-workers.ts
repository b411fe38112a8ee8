import type { ReleasedProcess } from "../../spec/operations";
import { allEnded, retireOld, startHealthy } from "./containers";
import type { ReleaseContext, ReleaseStep, Undo } from "./step";

/** Replaces workers and schedulers, all at once: none needs another, and each takes some time to start. */
export const replaceWorkers: ReleaseStep = {
  title: "replacing workers and schedulers",
  async run(context, undo) {
    const replacements = context.input.processes.flatMap((process) => {
      if (process.kind === "scheduler") return [replaceScheduler(context, process, undo)];
      return process.kind === "worker" ? [replaceWorker(context, process, undo)] : [];
    });
    await allEnded(replacements);
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

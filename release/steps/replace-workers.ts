import { waitHealthy } from "../engine/service";
import { retireOld, startProcess } from "./containers";
import type { ReleaseStep } from "./step";

/**
 * Replaces workers and schedulers. A scheduler runs exactly once, so the old one ends before the new
 * one starts; workers of both releases may share the queue for a moment.
 */
export const replaceWorkers: ReleaseStep = {
  title: "replacing workers and schedulers",
  async run(context, undo) {
    const { processes } = context.input;
    for (const scheduler of processes.filter(({ kind }) => kind === "scheduler")) {
      await retireOld(context, scheduler, undo);
      const started = await startProcess(context, scheduler, undo);
      await Promise.all(started.map((container) => waitHealthy(container, context.signal)));
    }
    for (const worker of processes.filter(({ kind }) => kind === "worker")) {
      const started = await startProcess(context, worker, undo);
      await Promise.all(started.map((container) => waitHealthy(container, context.signal)));
      await retireOld(context, worker, undo);
    }
  },
};

import { z } from "zod";

import type { TransactionContext } from "../transaction/context";
import { defineStep } from "../transaction/step";
import {
  allEnded,
  type ContainerFacts,
  containersSchema,
  containersToStart,
  newContainers,
  oldContainers,
  startAgain,
  startHealthy,
  stopAll,
} from "./containers";

/** Replaces workers and schedulers, all at once: none needs another, and each takes some time to start. */
export const replaceWorkers = defineStep({
  name: "replace-workers",
  title: "replacing workers and schedulers",
  facts: z.object({ started: containersSchema, stopped: containersSchema }),
  look: async (context) => ({
    started: await containersToStart(context, ["worker", "scheduler"]),
    stopped: await oldContainers(context, ["worker", "scheduler"]),
  }),
  run: (context) => allEnded([replaceSchedulers(context), replaceWorkersOnly(context)]),
  undo: async (context, { started, stopped }) => {
    // After a change of the data they were started by a step of their own, which takes them back.
    if (context.situation.change !== undefined) return;
    await stopAll(context, started);
    await startAgain(context, stopped);
  },
});

/** A scheduler runs exactly once, so the old one ends before the new one starts. */
async function replaceSchedulers(context: TransactionContext): Promise<void> {
  await stopAll(context, await oldContainers(context, ["scheduler"]));
  await startHealthy(context, newContainers(context, ["scheduler"]));
}

/** Workers of both releases may share the queue for a moment. */
async function replaceWorkersOnly(context: TransactionContext): Promise<void> {
  const old: ContainerFacts = await oldContainers(context, ["worker"]);
  await startHealthy(context, newContainers(context, ["worker"]));
  await stopAll(context, old);
}

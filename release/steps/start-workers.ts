import { defineStep } from "../transaction/step";
import { containersSchema, newContainers, startHealthy, stopAll } from "./containers";

/** After a change of the data only the new workers fit it, so they start before users come back. */
export const startWorkers = defineStep({
  name: "start-workers",
  title: "starting workers and schedulers",
  facts: containersSchema,
  applies: ({ change }) => change !== undefined,
  look: (context) => Promise.resolve(newContainers(context, ["worker", "scheduler"])),
  run: startHealthy,
  undo: stopAll,
});

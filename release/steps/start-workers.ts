import { defineStep } from "../transaction/step";
import {
  containersSchema,
  containersToStart,
  newContainers,
  startHealthy,
  stopAll,
} from "./containers";

const kinds = ["worker", "scheduler"] as const;

/** After a change of the data only the new workers fit it, so they start before users come back. */
export const startWorkers = defineStep({
  name: "start-workers",
  title: "starting workers and schedulers",
  facts: containersSchema,
  applies: ({ change }) => change !== undefined,
  look: (context) => containersToStart(context, kinds),
  run: (context) => startHealthy(context, newContainers(context, kinds)),
  undo: stopAll,
});

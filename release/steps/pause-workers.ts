import { defineStep } from "../transaction/step";
import { containersSchema, oldContainers, startAgain, stopAll } from "./containers";

/** Stops workers and schedulers before the data changes: they finish the jobs that they have. */
export const pauseWorkers = defineStep({
  name: "pause-workers",
  title: "letting workers and schedulers finish",
  facts: containersSchema,
  applies: ({ change }) => change !== undefined,
  look: (context) => oldContainers(context, ["worker", "scheduler"]),
  run: stopAll,
  undo: startAgain,
});

import { defineStep } from "../transaction/step";
import {
  containersSchema,
  containersToStart,
  newContainers,
  startHealthy,
  stopAll,
} from "./containers";

/** Starts the web containers and waits until their health checks pass. Users are still on the old ones. */
export const startWeb = defineStep({
  name: "start-web",
  title: "starting the web processes",
  facts: containersSchema,
  look: (context) => containersToStart(context, ["web"]),
  run: (context) => startHealthy(context, newContainers(context, ["web"])),
  undo: stopAll,
});

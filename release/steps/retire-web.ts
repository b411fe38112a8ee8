import { report } from "../progress";
import { defineStep } from "../transaction/step";
import { containersSchema, oldContainers, startHealthy, stopAll } from "./containers";

/** Stops the web containers of earlier releases, which finish the requests that they have. */
export const retireWeb = defineStep({
  name: "retire-web",
  title: "stopping the old web processes",
  facts: containersSchema,
  look: (context) => oldContainers(context, ["web"]),
  run: async (context, facts) => {
    await stopAll(context, facts);
    const count = facts.containers.length;
    if (count > 0) report(`${count} old web container${count === 1 ? "" : "s"} stopped`);
  },
  undo: startHealthy,
});

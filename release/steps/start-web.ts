import { startHealthy } from "./containers";
import type { ReleaseStep } from "./step";

/** Starts the web containers and waits until their health checks pass. Users are still on the old ones. */
export const startWeb: ReleaseStep = {
  title: "starting the web processes",
  async run(context, undo) {
    for (const process of context.input.processes.filter(({ kind }) => kind === "web")) {
      await startHealthy(context, process, undo);
    }
  },
};

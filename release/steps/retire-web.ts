import { report } from "../progress";
import { retireOld } from "./containers";
import type { ReleaseStep } from "./step";

/** Stops the web containers of earlier releases, which finish the requests that they have. */
export const retireWeb: ReleaseStep = {
  title: "stopping the old web processes",
  async run(context, undo) {
    for (const process of context.input.processes.filter(({ kind }) => kind === "web")) {
      const count = await retireOld(context, process, undo);
      if (count > 0)
        report(`${count} old ${process.name} container${count === 1 ? "" : "s"} stopped`);
    }
  },
};

import { runOneOff } from "../engine/one-off";
import { OperationFailure } from "../failure";
import { report } from "../progress";
import type { ReleaseStep } from "./step";

const evidenceLines = 20;

/** Runs the release's tasks in order, each once in a container of the new image. */
export const runTasks: ReleaseStep = {
  title: "running the tasks of the release",
  async run({ docker, input, signal }) {
    for (const { name, container, timeoutSeconds } of input.tasks) {
      report(`task ${name}`);
      const result = await runOneOff(
        docker,
        `palier-${input.stack}-${container.resource}`,
        container,
        {
          timeoutSeconds,
          signal,
        },
      );
      signal.throwIfAborted();
      if (result.exitCode === 0) continue;
      throw new OperationFailure(
        result.timedOut
          ? `Task ${name} of ${input.application} was stopped after ${timeoutSeconds} s.`
          : `Task ${name} of ${input.application} failed with exit code ${result.exitCode}.`,
        result.output.split("\n").slice(-evidenceLines),
      );
    }
  },
};

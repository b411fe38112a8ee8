import { z } from "zod";

import type { TaskSpec, TaskTime } from "../../spec/deployment";
import { runOneOff } from "../engine/one-off";
import { OperationFailure } from "../failure";
import { report } from "../progress";
import type { TransactionContext } from "../transaction/context";
import { defineStep } from "../transaction/step";

const evidenceLines = 20;

/** Runs the tasks that need no schema, before users notice anything. */
export const firstTasks = defineStep({
  name: "first-tasks",
  title: "running the tasks before the release",
  facts: z.object({}),
  look: () => Promise.resolve({}),
  run: (context) => runAll(context, ["first"]),
});

/** Runs the tasks that need the database as the new image knows it. */
export const laterTasks = defineStep({
  name: "later-tasks",
  title: "running the tasks of the release",
  facts: z.object({}),
  look: () => Promise.resolve({}),
  run: (context) =>
    runAll(context, context.situation.serving ? ["migrated"] : ["migrated", "new-site"]),
});

/** In order, each once in a container of the new image. */
async function runAll(context: TransactionContext, when: readonly TaskTime[]): Promise<void> {
  for (const task of context.input.tasks.filter((one) => when.includes(one.when))) {
    report(`task ${task.name}`);
    await runTask(context, task);
  }
}

async function runTask(
  { docker, input, signal }: TransactionContext,
  { name, container, timeoutSeconds }: TaskSpec,
): Promise<void> {
  const containerName = `palier-${input.stack}-${container.resource}`;
  const result = await runOneOff(docker, containerName, container, { timeoutSeconds, signal });
  signal.throwIfAborted();
  if (result.exitCode === 0) return;
  throw new OperationFailure(
    result.timedOut
      ? `Task ${name} of ${input.application} was stopped after ${timeoutSeconds} s.`
      : `Task ${name} of ${input.application} failed with exit code ${result.exitCode}.`,
    result.output.split("\n").slice(-evidenceLines),
  );
}

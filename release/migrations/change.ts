import type { TaskSpec } from "../../spec/deployment";
import type { ApplicationContext } from "../context";
import { statusOf } from "../failure";
import { changingContainer, runTask } from "./task";

/**
 * Applies all pending migrations of the task's image, once: a run that was left behind is waited for.
 * @throws OperationFailure with the database's reason in one line.
 */
export async function applyMigrations(context: ApplicationContext, task: TaskSpec): Promise<void> {
  await runTask(context, task, {
    what: `The migrations of ${context.application}`,
    container: changingContainer(context),
  });
}

/** Ends what a killed release left running, because nobody waits for it any more. */
export async function abandonChange(context: ApplicationContext): Promise<void> {
  try {
    await context.docker.getContainer(changingContainer(context)).remove({ force: true, v: true });
  } catch (error) {
    if (statusOf(error) !== 404) throw error;
  }
}

/**
 * Takes back exactly these migrations, the last first, with an image that has them. Those that are
 * not applied any more count as taken back, so that an interrupted run can be repeated.
 * @throws OperationFailure before anything is touched when one of them cannot be taken back, or others need it.
 */
export async function revertMigrations(
  context: ApplicationContext,
  task: TaskSpec,
  ids: readonly string[],
): Promise<void> {
  if (ids.length === 0) return;
  const { container } = task;
  const complete = {
    ...task,
    container: { ...container, command: [...container.command, ...ids] },
  };
  await runTask(context, complete, {
    what: `The reversals of migrations of ${context.application}`,
    container: changingContainer(context),
  });
}

import type { TaskSpec } from "../../spec/deployment";
import type { MigrationPlan } from "../../spec/migrations";
import { waitForEnd } from "../../toolchain/engine";
import type { ApplicationContext } from "../context";
import { OperationFailure, reasonOf, statusOf } from "../failure";
import { report } from "../progress";
import { planSchema } from "./schema";
import { changingContainer, runTask } from "./task";

/**
 * Asks the image of a task what it would do to the database. Migrations that a killed deployment
 * left running are waited for, because the answer would be wrong before they end.
 * @param asker Tells questions apart that may be asked at once; a release leaves it out, so that what a killed
 *   one left behind is found by its name.
 * @throws OperationFailure when the question fails, or when those do not end.
 */
export async function askPlan(
  context: ApplicationContext,
  task: TaskSpec,
  asker?: string,
): Promise<MigrationPlan> {
  await waitForChange(context, task.timeoutSeconds);
  const { stack, application } = context;
  const { stdout } = await runTask(context, task, {
    what: `Asking the image of ${application} for its migrations`,
    container: ["palier", stack, application, "migration-plan", ...(asker ? [asker] : [])].join(
      "-",
    ),
  });
  const lines = stdout.split("\n");
  const parsed = planSchema.safeParse(toJson(lines.at(-1) ?? ""));
  if (parsed.success) return parsed.data;
  throw new OperationFailure(
    `The image of ${application} did not answer with a plan of its migrations in its last line: ${parsed.error.issues[0]?.message ?? ""}.`,
    lines.slice(-5).map((line) => line.slice(0, 200)),
  );
}

async function waitForChange(context: ApplicationContext, seconds: number): Promise<void> {
  const name = changingContainer(context);
  try {
    const container = context.docker.getContainer(name);
    const { State } = await container.inspect();
    if (!State.Running) return;
    report(`waiting for the migrations that run in ${name}`);
    const abort = AbortSignal.any([context.signal, AbortSignal.timeout(seconds * 1000)]);
    await waitForEnd(container, { abortSignal: abort });
  } catch (error) {
    context.signal.throwIfAborted();
    if (statusOf(error) === 404) return;
    throw new OperationFailure(
      `Migrations of ${context.application} have been running in container ${name} for more than ${seconds} s: wait for their end, then try again (${reasonOf(error)}).`,
    );
  }
}

function toJson(line: string): unknown {
  try {
    return JSON.parse(line) as unknown;
  } catch {
    return undefined;
  }
}

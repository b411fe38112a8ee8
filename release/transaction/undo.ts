import type { TransactionLog } from "../journal";
import { reasonOf } from "../failure";
import { unstoppable } from "../interruption";
import { report } from "../progress";
import type { TransactionContext } from "./context";
import type { TransactionProgress } from "./progress";
import type { Step } from "./step";
import { steps as allSteps } from "./steps";

/**
 * Takes back what was begun, in reverse order.
 * @returns False when something could not be taken back.
 */
export async function undoSteps(
  interrupted: TransactionContext,
  log: TransactionLog,
  progress: TransactionProgress,
  steps: readonly Step[] = allSteps,
): Promise<boolean> {
  const { begun } = progress;
  const context = { ...interrupted, signal: unstoppable };
  const opened = progress.announcedAt !== undefined;
  let complete = true;
  for (const { step: name, facts } of [...begun].reverse()) {
    const step = steps.find((one) => one.name === name);
    if (step === undefined) continue;
    if (await undoStep(step, context, facts, opened, log)) continue;
    // Opening the old release on data that was not put back would be worse than staying closed.
    if (step.essential) return false;
    complete = false;
  }
  progress.opened();
  return complete;
}

async function undoStep(
  step: Step,
  context: TransactionContext,
  facts: unknown,
  opened: boolean,
  log: TransactionLog,
): Promise<boolean> {
  try {
    await step.undo(context, facts, { opened });
    // Without this line it would be taken back again, so it belongs to it: an engine may be gone meanwhile.
    await log.step({ step: step.name, event: "undone" });
    return true;
  } catch (error) {
    report(`could not be taken back (${step.title}): ${reasonOf(error)}`);
    return false;
  }
}

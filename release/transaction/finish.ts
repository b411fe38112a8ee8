import { reasonOf } from "../failure";
import { unstoppable } from "../interruption";
import { report } from "../progress";
import type { TransactionContext } from "./context";
import type { TransactionProgress } from "./progress";
import type { Step } from "./step";
import { openName, steps as allSteps, workersName } from "./steps";

/**
 * Finishes what was begun when users were sent to a release that stays: whoever cut it short may have left
 * them the maintenance page, or nobody to do their jobs. Done again, it comes to the same result.
 * @returns False when users could not be sent, so that the release has to be settled by the next.
 */
export async function finishOpening(
  interrupted: TransactionContext,
  progress: TransactionProgress,
  steps: readonly Step[] = allSteps,
): Promise<boolean> {
  const context = { ...interrupted, signal: unstoppable };
  report("making sure that users are on it");
  if (!(await again(openName, context, progress, steps))) return false;
  progress.opened();
  // Without it users are served, and the next release starts them anew.
  await again(workersName, context, progress, steps);
  return true;
}

async function again(
  name: string,
  context: TransactionContext,
  progress: TransactionProgress,
  steps: readonly Step[],
): Promise<boolean> {
  const step = steps.find((one) => one.name === name);
  if (step === undefined) return true;
  try {
    await step.run(context, await step.look(context, progress));
    return true;
  } catch (error) {
    report(`could not be finished (${step.title}): ${reasonOf(error)}`);
    return false;
  }
}

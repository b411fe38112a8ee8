import { reasonOf } from "../failure";
import { report } from "../progress";
import type { ReleaseContext, ReleaseStep, Undo } from "./step";

/**
 * Runs steps in order. When one fails or the run is interrupted, everything that was announced is
 * taken back in reverse order, and the first failure is thrown.
 */
export async function runSteps(
  steps: readonly ReleaseStep[],
  context: ReleaseContext,
): Promise<void> {
  const undos: Undo[] = [];
  try {
    for (const step of steps) {
      context.signal.throwIfAborted();
      report(step.title);
      await step.run(context, (undo) => undos.push(undo));
    }
  } catch (failure) {
    report("failed; going back to the release that was in service");
    for (const undo of undos.reverse()) {
      // One thing that cannot be taken back must not keep the others from being taken back.
      await undo().catch((error: unknown) => {
        report(`could not be taken back: ${reasonOf(error)}`);
      });
    }
    throw failure;
  }
}

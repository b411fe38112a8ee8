import type { Outcome } from "../../spec/journal";
import { reasonOf } from "../failure";
import { unstoppable } from "../interruption";
import type { TransactionLog } from "../journal";
import { report } from "../progress";
import { isFinalOnceOpen, type TransactionContext } from "./context";
import { finishOpening } from "./finish";
import type { TransactionProgress } from "./progress";
import type { Step } from "./step";
import { closeName, openName, steps as allSteps } from "./steps";
import { undoSteps } from "./undo";

/** How a run ended; a failure comes with what was done about it. */
export interface RunResult {
  readonly outcome: Outcome;
  readonly failure: unknown;
}

/**
 * Runs the steps in order, each announced in the journal before it begins. When one fails or the
 * deployment is interrupted, everything is taken back in reverse order, unless users have been
 * writing to data that the old release cannot read.
 */
export async function runTransaction(
  context: TransactionContext,
  log: TransactionLog,
  progress: TransactionProgress,
  steps: readonly Step[] = allSteps,
): Promise<RunResult> {
  const final = isFinalOnceOpen(context.situation);
  try {
    for (const step of steps.filter(({ applies }) => applies(context.situation))) {
      const announced = progress.announcedAt !== undefined;
      if (!final || !announced) context.signal.throwIfAborted();
      // Cut short while it sends users, nobody would know who is where.
      const committed = final && (announced || step.name === openName);
      await runStep(step, committed ? { ...context, signal: unstoppable } : context, log, progress);
    }
    return { outcome: "released", failure: undefined };
  } catch (failure) {
    report(`failed: ${firstLine(failure)}`);
    if (final && progress.announcedAt !== undefined) {
      const sent = progress.times.some(({ step }) => step === openName);
      const open = sent || (await finishOpening(context, progress, steps));
      return { outcome: open ? "kept" : "stuck", failure };
    }
    report("taking back what was done");
    const undone = await undoSteps(context, log, progress, steps);
    return { outcome: undone ? "undone" : "stuck", failure };
  }
}

async function runStep(
  step: Step,
  context: TransactionContext,
  log: TransactionLog,
  progress: TransactionProgress,
): Promise<void> {
  const started = Date.now();
  report(step.title);
  const facts = await step.look(context, progress);
  await log.step({ step: step.name, event: "begin", facts });
  progress.begun.push({ step: step.name, facts });
  if (step.name === openName) progress.announced();
  await step.run(context, facts);
  await log.step({ step: step.name, event: "done" });
  progress.times.push({ step: step.name, milliseconds: Date.now() - started });
  if (step.name === closeName) progress.closed();
  if (step.name === openName) progress.opened();
}

function firstLine(error: unknown): string {
  return reasonOf(error).split("\n", 1)[0] ?? "";
}

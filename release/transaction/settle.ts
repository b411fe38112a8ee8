import { randomBytes } from "node:crypto";

import type { ApplicationContext } from "../context";
import type { VolumeAccess } from "../engine/archive";
import { OperationFailure } from "../failure";
import { TransactionLog, type Journal, type UnfinishedTransaction } from "../journal";
import { report } from "../progress";
import type { TransactionContext } from "./context";
import { finishOpening } from "./finish";
import { type BegunStep, TransactionProgress } from "./progress";
import { parseRecord, toEntry, type TransactionRecord } from "./record";
import type { Step } from "./step";
import { closeName, openName, steps as allSteps } from "./steps";
import { undoSteps } from "./undo";

/**
 * Settles what a killed release left, so that the site is open on one release with its own data:
 * the new one when users were on it already, otherwise the old one.
 * @returns Whether there was anything to settle.
 * @throws OperationFailure when something could not be taken back.
 */
export async function settleUnfinished(
  context: ApplicationContext,
  access: VolumeAccess,
  journal: Journal,
  known: readonly Step[] = allSteps,
): Promise<boolean> {
  let settled = false;
  for (const transaction of journal.unfinished) {
    const record = parseRecord(transaction.begin);
    if (record === undefined) continue;
    await settle(context, access, { transaction, record }, known);
    settled = true;
  }
  return settled;
}

async function settle(
  base: ApplicationContext,
  access: VolumeAccess,
  {
    transaction,
    record,
  }: { readonly transaction: UnfinishedTransaction; readonly record: TransactionRecord },
  known: readonly Step[],
): Promise<void> {
  const { id, steps } = transaction;
  const log = new TransactionLog(access, base.application, id, steps.length);
  const progress = progressOf(transaction);
  const last = steps.at(-1);
  report(`an earlier release (${id}) was interrupted${last ? ` at "${last.step}"` : ""}`);
  const context: TransactionContext = {
    ...base,
    id,
    input: record.input,
    from: record.from,
    situation: record.situation,
    startedAt: new Date(),
    pass: newPass(),
  };
  const goingBack = steps.some(({ event }) => event === "undone");
  const stays = !goingBack && progress.announcedAt !== undefined;
  report(
    stays ? "users were sent to it already, so it stays in service" : "taking back what it did",
  );
  const settled = stays
    ? await finishOpening(context, progress, known)
    : await undoSteps(context, log, progress, known);
  if (!settled) {
    throw new OperationFailure(
      `The interrupted release ${id} of ${base.application} could not be ${stays ? "finished" : "taken back"}: see docs/runbooks/stuck-release.md.`,
    );
  }
  const outcome = stays ? "kept" : "undone";
  await log.end(toEntry(record, outcome, "The release was interrupted.", progress));
}

/** Secrets of one release that let its own requests, and the operator, past the maintenance page. */
export function newPass(): TransactionContext["pass"] {
  return { cookie: randomBytes(24).toString("hex"), entry: randomBytes(24).toString("hex") };
}

function progressOf({ steps }: UnfinishedTransaction): TransactionProgress {
  const progress = new TransactionProgress();
  const undone = steps.filter(({ event }) => event === "undone").map(({ step }) => step);
  const begun = steps
    .filter(({ event, step }) => event === "begin" && !undone.includes(step))
    .map(({ step, facts }): BegunStep => ({ step, facts }));
  progress.begun.push(...begun);
  const announced = steps.find(({ step }) => step === openName);
  if (announced !== undefined) progress.announced(new Date(announced.at));
  const closed = steps.find(({ step, event }) => step === closeName && event === "done");
  const opened = steps.find(({ step, event }) => step === openName && event === "done");
  if (closed !== undefined) progress.closed(new Date(closed.at));
  if (opened !== undefined) progress.opened(new Date(opened.at));
  return progress;
}

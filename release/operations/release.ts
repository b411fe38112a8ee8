import type { ReleaseSpec } from "../../spec/deployment";
import type { ReleaseInput, ReleaseResult } from "../../spec/operations";
import type { ApplicationContext } from "../context";
import type { VolumeAccess } from "../engine/archive";
import { explained, openStackEngine } from "../engine/client";
import { OperationFailure, reasonOf } from "../failure";
import { inService, newId, type Journal, readBegin, readJournal, TransactionLog } from "../journal";
import { type ReleaseLock, takeLock } from "../lock";
import { report } from "../progress";
import { removeOldRestorePoints } from "../restore-point";
import { assess } from "../transaction/assess";
import { isFinalOnceOpen } from "../transaction/context";
import { TransactionProgress } from "../transaction/progress";
import { toEntry, type TransactionRecord } from "../transaction/record";
import { type RunResult, runTransaction } from "../transaction/run";
import { newPass, settleUnfinished } from "../transaction/settle";
import { summarise } from "../transaction/summary";

/** Takes an application to the declared release, or leaves the one in service with its data as it was. */
export async function release(input: ReleaseInput, signal: AbortSignal): Promise<string> {
  try {
    return await releaseLocked(input, signal);
  } catch (error) {
    throw explained(error, input.engine);
  }
}

async function releaseLocked(input: ReleaseInput, signal: AbortSignal): Promise<string> {
  const { stack, application } = input;
  const docker = await openStackEngine(input.engine);
  const context = { docker, stack, application, signal };
  const lock = await takeLock({
    ...context,
    journalVolume: input.journalVolume,
    helperImage: input.proxy.helperImage,
  });
  let settled = false;
  try {
    await transact(context, input, lock);
    settled = true;
  } catch (error) {
    // What is neither here nor there keeps its lock, which tells everybody that it has to be settled first.
    settled = !(error instanceof StuckFailure);
    throw error;
  } finally {
    if (settled) await lock.release();
  }
  const result: ReleaseResult = { ...input.release, since: new Date().toISOString() };
  return JSON.stringify(result);
}

/** Something could be neither taken back nor finished. */
class StuckFailure extends OperationFailure {}

async function transact(
  context: ApplicationContext,
  input: ReleaseInput,
  { journal: access, holder }: ReleaseLock,
): Promise<void> {
  const journal = await settledJournal(context, access);
  const begin = (id: string): Promise<unknown> => readBegin(access, input.application, id);
  const assessment = await assess(context, input, journal, begin);
  const startedAt = new Date();
  const record: TransactionRecord = {
    id: newId(startedAt),
    actor: holder.actor,
    startedAt: startedAt.toISOString(),
    from: inService(journal)?.to,
    input,
    ...assessment,
  };
  const log = new TransactionLog(access, input.application, record.id);
  await log.begin(record);
  const progress = new TransactionProgress();
  const { situation } = assessment;
  const { from } = record;
  const whole = { ...context, id: record.id, input, from, situation, startedAt, pass: newPass() };
  const result = await runTransaction(whole, log, progress);
  if (result.outcome === "stuck") {
    const stays = isFinalOnceOpen(situation) && progress.announcedAt !== undefined;
    throw stuck(context, explained(result.failure, input.engine), stays);
  }
  const entry = toEntry(record, result.outcome, firstLine(result), progress);
  await log.end(entry);
  for (const line of summarise(entry)) report(line);
  if (result.outcome !== "released") throw failed(input, from, result);
  await tidy(whole, journal);
}

async function settledJournal(context: ApplicationContext, access: VolumeAccess): Promise<Journal> {
  const journal = await readJournal(access, context.application);
  let settled: boolean;
  try {
    settled = await settleUnfinished(context, access, journal);
  } catch (error) {
    throw stuck(context, error);
  }
  return settled ? readJournal(access, context.application) : journal;
}

/** Old restore points go only after a release went well; failing to remove one harms nobody. */
async function tidy(
  context: ApplicationContext & { readonly input: ReleaseInput; readonly id: string },
  { requests }: Journal,
): Promise<void> {
  const { restorePoint } = context.input.lifecycle;
  if (restorePoint === undefined) return;
  const needed = requests.flatMap((request) => request.restorePoint ?? []).slice(-1);
  try {
    await removeOldRestorePoints(context, restorePoint, [context.id, ...needed]);
  } catch (error) {
    report(`old restore points were not removed: ${reasonOf(error)}`);
  }
}

/** @param stays Whether it is the new release that users have to be on. */
function stuck({ application }: ApplicationContext, cause: unknown, stays = false): StuckFailure {
  const evidence = cause instanceof OperationFailure ? cause.evidence : [];
  const missing = stays ? "finished" : "taken back completely";
  return new StuckFailure(
    `${reasonOf(cause)}\nThe release of ${application} could not be ${missing}: see docs/runbooks/stuck-release.md.`,
    evidence,
  );
}

function failed(
  { application, release: { version } }: ReleaseInput,
  from: ReleaseSpec | undefined,
  { outcome, failure }: RunResult,
): OperationFailure {
  const evidence = failure instanceof OperationFailure ? failure.evidence : [];
  const undone = from
    ? `${application} ${from.version} serves on, with its data.`
    : `${application} has no release in service yet.`;
  const kept = `Version ${version} stays in service, because its migrations cannot be taken back without losing what was written since.`;
  return new OperationFailure(
    `${reasonOf(failure)}\n${outcome === "kept" ? kept : undone}`,
    evidence,
  );
}

function firstLine({ failure }: RunResult): string | undefined {
  return failure === undefined ? undefined : reasonOf(failure).split("\n", 1)[0];
}

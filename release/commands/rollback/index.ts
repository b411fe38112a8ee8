import { readFileSync, writeFileSync } from "node:fs";
import { basename } from "node:path";

import type { ApplicationSpec } from "../../../spec/deployment";
import type { RollbackRequest } from "../../../spec/journal";
import { OperationFailure, reasonOf } from "../../failure";
import { inService, type Journal } from "../../journal";
import { describeHeld } from "../../lock";
import { compareWith, type RestorePointSummary } from "../../restore-point";
import { confirm, type Confirmation } from "../confirm";
import { applicationContext, type CommandContext, readJournals } from "../context";
import { findLock } from "../lock-state";
import { existingRestorePoints } from "../restore-points";
import { type DeclaredValues, declaredRelease, declareRelease } from "../stack-file";
import { describeRelease } from "../text";
import { checkTarget, type Pin } from "./checks";
import { isSameRelease } from "./history";
import { describeLoss } from "./loss";
import { planRollback, type RollbackPlan, type RollbackWish } from "./plan";
import { requestRollback, withdrawRollback } from "./request";

/** What a rollback needs beside the stack itself. */
export interface RollbackSurroundings {
  /** Path of `Pulumi.<stack>.yaml`. */
  readonly file: string;
  readonly pin: Pin;
  /** Updates the stack as make up does; false when the update failed. */
  readonly update: () => Promise<boolean>;
  /** How the operator confirms a loss of data, but for the text to type. */
  readonly answer: Omit<Confirmation, "expected">;
  readonly say: (line: string) => void;
}

/**
 * Takes an application back to an earlier release: everything is checked, then the stack's file
 * names that release again, the journal says how its data is to be treated, and an update does it.
 * When the update fails and the old release is still in service, the file gets its values back.
 * @throws OperationFailure with one line; "nothing was changed" when nothing was.
 */
export async function rollBack(
  context: CommandContext,
  application: ApplicationSpec,
  wish: Omit<RollbackWish, "application">,
  around: RollbackSurroundings,
): Promise<void> {
  const { name } = application;
  const { say } = around;
  const points = (await existingRestorePoints(context, application)) ?? [];
  const journal = await quietJournal(context, name);
  const plan = planRollback(
    { application: name, ...wish },
    journal.entries,
    points.map(({ id }) => id),
  );
  say(`${name}: from ${describeRelease(plan.from)} back to ${describeRelease(plan.to)}`);
  await checkTarget(context.docker, plan.to, around.pin);
  const before = readFileSync(around.file, "utf8");
  const declared = declaredRelease(before, name);
  const after = declareRelease(before, name, toValues(plan));
  await explain(context, application, plan, points, around);

  writeFileSync(around.file, after);
  let request: RollbackRequest;
  try {
    request = await requestRollback(context, name, plan);
  } catch (error) {
    writeFileSync(around.file, before);
    throw error;
  }
  const updated = await around.update();
  if (await isDone(context, name, plan)) {
    if (!updated)
      say("The rollback is done, but the update ended with an error: run make up again.");
    say(`${describeRelease(plan.to)} is in service. Commit ${basename(around.file)}.`);
    if (!updated) throw new OperationFailure(`The update of ${context.spec.stack} failed.`);
    return;
  }
  await giveUp(context, name, { request, declared, before, after }, around);
}

/** @throws OperationFailure when a release is under way, or was interrupted and has to be settled first. */
async function quietJournal(context: CommandContext, application: string): Promise<Journal> {
  const { stack } = context.spec;
  const lock = await findLock(context, application);
  if (lock !== undefined && lock.state !== "ended") {
    throw new OperationFailure(describeHeld(stack, application, lock.holder));
  }
  const { [application]: journal } = await readJournals(context, [application]);
  const [unfinished] = journal?.unfinished ?? [];
  if (journal === undefined || unfinished !== undefined) {
    throw new OperationFailure(
      `A release of ${application} was interrupted (${unfinished?.id ?? ""}) and has to be settled first: make up STACK=${stack}; nothing was changed.`,
    );
  }
  return journal;
}

function toValues({ to }: RollbackPlan): DeclaredValues {
  return { image: to.reference, version: to.version };
}

/** Says what it does to the data, and has a loss confirmed. */
async function explain(
  context: CommandContext,
  application: ApplicationSpec,
  { method, migrations, restorePoint, takenBack }: RollbackPlan,
  points: readonly RestorePointSummary[],
  { say, answer }: RollbackSurroundings,
): Promise<void> {
  if (method === "code") {
    say("The data stays as it is: no migration lies between the two.");
    return;
  }
  if (method === "revert") {
    say(`These migrations are taken back: ${migrations.join(", ")}.`);
    say("What was written stays, but for the columns and tables that only they brought.");
    return;
  }
  const point = points.find(({ id }) => id === restorePoint);
  const { restorePoint: spec } = application.lifecycle;
  if (point === undefined || spec === undefined) {
    throw new OperationFailure(
      `There is no restore point ${restorePoint ?? ""}; nothing was changed.`,
    );
  }
  say("comparing the data with the restore point");
  const changes = await compareWith(applicationContext(context, application), spec, point.id);
  const lost = takenBack.find((one) => one.restorePoint === point.id)?.to.version ?? "";
  for (const line of describeLoss(point, changes, lost, new Date())) say(line);
  await confirm({ expected: `${application.name} ${point.id}`, ...answer });
}

async function isDone(
  context: CommandContext,
  application: string,
  { to }: RollbackPlan,
): Promise<boolean> {
  const { [application]: journal } = await readJournals(context, [application]);
  const current = journal && inService(journal);
  return current !== undefined && isSameRelease(current.to, to);
}

/** What a rollback has changed before its update. */
interface Begun {
  readonly request: RollbackRequest;
  readonly declared: DeclaredValues;
  readonly before: string;
  readonly after: string;
}

/**
 * Takes back what was prepared. A rollback that was killed in its middle is left as it is, because
 * the next update settles it and carries it out.
 */
async function giveUp(
  context: CommandContext,
  application: string,
  { request, declared, before, after }: Begun,
  { file, say }: RollbackSurroundings,
): Promise<never> {
  const { stack } = context.spec;
  const { [application]: journal } = await readJournals(context, [application]);
  if (journal !== undefined && journal.unfinished.length > 0) {
    throw new OperationFailure(
      `The rollback of ${application} was interrupted: make up STACK=${stack} settles it and goes on with it; ${basename(file)} names the older release.`,
    );
  }
  try {
    await withdrawRollback(context, application, request);
  } catch (error) {
    throw new OperationFailure(
      `The rollback of ${application} failed and could not be withdrawn (${reasonOf(error)}): make up STACK=${stack} tries it again; ${basename(file)} names the older release.`,
    );
  }
  const text = readFileSync(file, "utf8");
  // The CLI may have added its salt meanwhile.
  writeFileSync(file, text === after ? before : declareRelease(text, application, declared));
  say(`${basename(file)} names ${declared.version} again.`);
  throw new OperationFailure(
    `The rollback of ${application} failed: ${describeRelease(request.from)} serves on, with its data.`,
  );
}

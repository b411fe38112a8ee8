import { z } from "zod";

import { waitHealthy } from "../engine/service";
import { OperationFailure, reasonOf } from "../failure";
import { abandonChange, applyMigrations, askPlan, revertMigrations } from "../migrations";
import { report } from "../progress";
import { putBack } from "../restore-point";
import type { DataChange, TransactionContext } from "../transaction/context";
import { defineStep } from "../transaction/step";

/** Changes the data: the migrations of the release, or what a rollback takes back. */
export const changeData = defineStep({
  name: "change-data",
  title: "migrating the data",
  facts: z.object({}),
  essential: true,
  applies: ({ change }) => change !== undefined,
  look: () => Promise.resolve({}),
  run: async (context) => {
    const wanted = context.situation.change;
    if (wanted === undefined) return;
    await change(context, wanted);
    // Applying looks itself whether anything is left, while users wait.
    if (wanted.way !== "apply") await checkPlan(context);
  },
  undo: async (context, _facts, { opened }) => {
    const { hasData, change: done } = context.situation;
    await abandonChange(context);
    if (!hasData || done === undefined) return;
    await untilDatabaseServes(context);
    // Once users were on the new release they have written data that the restore point does not have.
    if (opened) await revertOwn(context, done);
    else await goBack(context, done);
  },
});

/** A server that died in the middle comes back by itself; before that it can be neither asked nor filled. */
async function untilDatabaseServes({ docker, input, signal }: TransactionContext): Promise<void> {
  const database = input.lifecycle.restorePoint?.database;
  if (database === undefined) return;
  try {
    await waitHealthy(docker.getContainer(database.container), signal);
  } catch (error) {
    report(`the database does not serve: ${reasonOf(error)}`);
  }
}

async function goBack(context: TransactionContext, done: DataChange): Promise<void> {
  const { restorePoint } = context.input.lifecycle;
  if (restorePoint === undefined) return;
  if (await isUntouched(context, done)) {
    report("the database has taken the migrations back by itself");
    return;
  }
  report(`putting the restore point ${context.id} back`);
  await putBack(context, restorePoint, context.id);
}

async function isUntouched(context: TransactionContext, done: DataChange): Promise<boolean> {
  const { migrations } = context.input.lifecycle;
  if (done.way !== "apply" || !done.transactional || migrations === undefined) return false;
  try {
    const pending = (await askPlan(context, migrations.plan)).pending.map(({ id }) => id);
    return pending.join() === done.migrations.join();
  } catch (error) {
    // Nobody knows, and what was saved is right in any case.
    report(reasonOf(error));
    return false;
  }
}

async function change(context: TransactionContext, wanted: DataChange): Promise<void> {
  const { migrations, restorePoint } = context.input.lifecycle;
  if (wanted.way === "restore" && restorePoint !== undefined) {
    await putBack(context, restorePoint, wanted.restorePoint);
  }
  if (wanted.way === "revert") await revertMigrations(context, wanted.task, wanted.migrations);
  if (wanted.way === "apply" && migrations) await applyMigrations(context, migrations.apply);
}

async function revertOwn(context: TransactionContext, done: DataChange): Promise<void> {
  const { migrations } = context.input.lifecycle;
  if (done.way !== "apply" || migrations === undefined) return;
  await revertMigrations(context, migrations.revert, done.migrations);
}

/** Afterwards image and database agree, whichever way they came together. */
async function checkPlan(context: TransactionContext): Promise<void> {
  const { migrations } = context.input.lifecycle;
  if (migrations === undefined) return;
  const { pending, unknown } = await askPlan(context, migrations.plan);
  const left = [...pending.map(({ id }) => id), ...unknown];
  if (left.length === 0) return;
  throw new OperationFailure(
    `The database of ${context.application} still does not fit the image: ${left.join(", ")}.`,
  );
}

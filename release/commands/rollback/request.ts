import type { RollbackRequest } from "../../../spec/journal";
import { currentActor } from "../../actor";
import { newId, withdrawRequest, writeRequest } from "../../journal";
import { type ReleaseLock, takeLock } from "../../lock";
import type { CommandContext } from "../context";
import type { RollbackPlan } from "./plan";

/**
 * Notes in the journal that a rollback was asked for, so that the next release carries it out.
 * @throws OperationFailure when a release is under way.
 */
export async function requestRollback(
  context: CommandContext,
  application: string,
  plan: RollbackPlan,
): Promise<RollbackRequest> {
  const { from, to, transaction, method, migrations, restorePoint } = plan;
  const now = new Date();
  const request = {
    ...{ id: newId(now), at: now.toISOString(), actor: await currentActor() },
    ...{ from, to, transaction, method, migrations, restorePoint },
  };
  await underLock(context, application, ({ journal }) =>
    writeRequest(journal, application, request),
  );
  return request;
}

/** Notes that a request is not to be carried out any more. */
export async function withdrawRollback(
  context: CommandContext,
  application: string,
  { id }: RollbackRequest,
): Promise<void> {
  await underLock(context, application, ({ journal }) => withdrawRequest(journal, application, id));
}

async function underLock(
  { docker, spec }: CommandContext,
  application: string,
  act: (lock: ReleaseLock) => Promise<void>,
): Promise<void> {
  const lock = await takeLock({
    docker,
    stack: spec.stack,
    application,
    journalVolume: spec.journal.name,
    helperImage: spec.proxy.container.image,
  });
  try {
    await act(lock);
  } finally {
    await lock.release();
  }
}

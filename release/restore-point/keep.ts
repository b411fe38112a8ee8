import type { RestorePointSpec } from "../../spec/lifecycle";
import { unstoppable } from "../interruption";
import { checkId } from "./id";
import { askTools } from "./tools";
import type { ReleaseInService, RestorePointContext, RestorePointSummary } from "./types";

/**
 * Takes a restore point and checks it: it is there when everything of it was written, read again and
 * found complete. What is not finished is removed, by this call or, when it is killed, by the next.
 * @param id Name of its folder; refused when there is one already.
 * @param about What is in service, for people.
 * @param serving Whether users may write meanwhile. Digests are recorded then, see `recordedDigest`,
 * which takes a second reading; and files get longer to be quiet.
 * @throws OperationFailure in one line with evidence.
 */
export async function takeRestorePoint(
  context: RestorePointContext,
  spec: RestorePointSpec,
  id: string,
  about: ReleaseInService,
  serving = false,
): Promise<RestorePointSummary> {
  const { application, stack } = context;
  try {
    return (await askTools(context, spec, {
      command: "take",
      failure: `Restore point ${checkId(id)} of ${application} cannot be taken`,
      environment: {
        RESTORE_POINT: id,
        APPLICATION: application,
        STACK: stack,
        IMAGE: about.image,
        VERSION: about.version,
        SERVING: serving ? "1" : "0",
      },
    })) as RestorePointSummary;
  } catch (error) {
    await removeUnfinished(context, spec);
    throw error;
  }
}

/** A container that was killed could not tidy up. What stands in the way of that is not what failed. */
async function removeUnfinished(
  context: RestorePointContext,
  spec: RestorePointSpec,
): Promise<void> {
  const calm = { ...context, signal: unstoppable };
  await remove(calm, spec, []).catch(() => undefined);
}

/** All complete restore points, oldest first. */
export async function listRestorePoints(
  context: RestorePointContext,
  spec: RestorePointSpec,
): Promise<RestorePointSummary[]> {
  return (await askTools(context, spec, {
    command: "list",
    failure: `The restore points of ${context.application} cannot be listed`,
  })) as RestorePointSummary[];
}

/** Removes all but the newest `keep` restore points and those that are named as needed. */
export async function removeOldRestorePoints(
  context: RestorePointContext,
  spec: RestorePointSpec,
  keepIds: readonly string[],
): Promise<void> {
  const old = (await listRestorePoints(context, spec)).slice(0, -spec.keep);
  await remove(
    context,
    spec,
    old.map(({ id }) => id).filter((id) => !keepIds.includes(id)),
  );
}

async function remove(
  context: RestorePointContext,
  spec: RestorePointSpec,
  ids: readonly string[],
): Promise<void> {
  await askTools(context, spec, {
    command: "remove",
    failure: `Old restore points of ${context.application} cannot be removed`,
    environment: { REMOVE: ids.join("\n") },
  });
}

import type { ApplicationSpec } from "../../spec/deployment";
import { statusOf } from "../failure";
import { listRestorePoints, type RestorePointSummary } from "../restore-point";
import { applicationContext, type CommandContext } from "./context";

/** The restore points of an application, oldest first; undefined when it has nothing to restore. */
export async function existingRestorePoints(
  context: CommandContext,
  application: ApplicationSpec,
): Promise<readonly RestorePointSummary[] | undefined> {
  const { restorePoint } = application.lifecycle;
  if (restorePoint === undefined) return undefined;
  try {
    // Asking the tools would make the engine create the volume.
    await context.docker.getVolume(restorePoint.volume.name).inspect();
  } catch (error) {
    if (statusOf(error) === 404) return [];
    throw error;
  }
  return listRestorePoints(applicationContext(context, application), restorePoint);
}

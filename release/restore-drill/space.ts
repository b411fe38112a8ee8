import type { RestorePointSpec } from "../../spec/lifecycle";
import { OperationFailure } from "../failure";
import { measureData, type RestorePointContext } from "../restore-point";

const mebibyte = 1024 * 1024;

/** What an empty server takes, with its log of changes. */
const serverBytes = 512 * mebibyte;

/**
 * Bytes that a drill needs at once: the restore point, the files again, and the database twice, as it
 * is loaded and in the server's log of changes. Measured sizes grow a little meanwhile.
 */
export function neededBytes(database: number, volumes: number): number {
  return Math.ceil((database * 3 + volumes * 2) * 1.1) + serverBytes;
}

/**
 * Refuses a drill for which the engine has no room, before anything is made.
 * @param measuring See `measuringSpec`.
 * @throws OperationFailure with both numbers.
 */
export async function requireSpace(
  context: RestorePointContext,
  measuring: RestorePointSpec,
): Promise<void> {
  const { database, volumes, free } = await measureData(context, measuring);
  const needed = neededBytes(database, volumes);
  if (needed <= free) return;
  const [wanted, there] = [needed, free].map((bytes) => `${Math.ceil(bytes / mebibyte)} MiB`);
  throw new OperationFailure(
    `The engine has no room for a restore drill of ${context.application}: ${wanted} are needed, ${there} are free where it keeps its volumes; make room, then try again.`,
  );
}

import type { RollbackRequest } from "../../spec/journal";
import type { MigrationPlan } from "../../spec/migrations";
import type { ReleaseInput } from "../../spec/operations";
import { OperationFailure } from "../failure";
import { inService, type Journal } from "../journal";
import type { DataChange } from "./context";
import { parseRecord } from "./record";

/**
 * The newest request that leads to the declared release. Once another release went into service, by
 * it or by anything else, it is void: carried out later it would take away what came since.
 */
export function openRequest(journal: Journal, input: ReleaseInput): RollbackRequest | undefined {
  const newest = journal.requests.at(-1);
  if (newest?.to.image !== input.release.image) return undefined;
  const { id: last = "" } = inService(journal) ?? {};
  return last > newest.id ? undefined : newest;
}

/**
 * What a rollback does to the data.
 * @param begins First records of ended transactions, by id: the image that brought migrations takes them back.
 */
export function rollbackChange(
  request: RollbackRequest,
  plan: MigrationPlan | undefined,
  begin: unknown,
): DataChange | undefined {
  if (request.method === "code") return undefined;
  if (request.method === "restore-point") {
    if (request.restorePoint === undefined) {
      throw new OperationFailure("The rollback names no restore point: run make rollback again.");
    }
    return { way: "restore", restorePoint: request.restorePoint };
  }
  const unknown = plan?.unknown ?? [];
  // A rollback that was killed after it had taken them back has nothing left to do.
  if (unknown.length === 0) return undefined;
  const strange = unknown.filter((id) => !request.migrations.includes(id));
  if (strange.length > 0) {
    throw new OperationFailure(
      `The rollback was asked for ${request.migrations.join(", ")}, but the database also has ${strange.join(", ")}: run make rollback again.`,
    );
  }
  const task = parseRecord(begin)?.input.lifecycle.migrations?.revert;
  if (task === undefined) {
    throw new OperationFailure(
      "The journal does not say how the migrations are taken back: run make rollback with METHOD=restore-point.",
    );
  }
  return { way: "revert", migrations: unknown, task };
}

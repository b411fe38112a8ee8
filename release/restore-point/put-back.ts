import type { RestorePointSpec } from "../../spec/lifecycle";
import { OperationFailure, reasonOf } from "../failure";
import { unstoppable } from "../interruption";
import { checkId } from "./id";
import {
  databaseNames,
  makeFreshDatabase,
  type PostgresqlFacts,
  switchDatabases,
} from "./postgresql";
import { askTools } from "./tools";
import type { RestorePointContext } from "./types";

/**
 * Takes database and volumes back to a restore point. It is checked before anything is touched. The
 * application has to be in maintenance; its connections are ended. Cut short anywhere, it is made good
 * by calling it again. The context's signal does not stop it.
 * @throws OperationFailure in one line with evidence.
 */
export async function putBack(
  context: RestorePointContext,
  spec: RestorePointSpec,
  id: string,
): Promise<void> {
  const steady = { ...context, signal: unstoppable };
  const failure = `Restore point ${checkId(id)} of ${context.application} cannot be put back`;
  const environment = { RESTORE_POINT: id };
  const facts = await askTools(steady, spec, { command: "check", failure, environment });
  const { database, timeoutSeconds } = spec;
  if (database?.engine !== "postgresql") {
    await askTools(steady, spec, { command: "load", failure, environment });
    return;
  }
  await naming(failure, () =>
    makeFreshDatabase(context.docker, database, facts as PostgresqlFacts, timeoutSeconds),
  );
  const RESTORE_DATABASE = databaseNames(database.connection.name).fresh;
  await askTools(steady, spec, {
    command: "load",
    failure,
    environment: { ...environment, RESTORE_DATABASE },
  });
  await naming(failure, () => switchDatabases(context.docker, database, timeoutSeconds));
}

/** Says which call a failure of one of its parts belongs to. */
async function naming(failure: string, act: () => Promise<void>): Promise<void> {
  try {
    await act();
  } catch (error) {
    const evidence = error instanceof OperationFailure ? error.evidence : [];
    throw new OperationFailure(`${failure}: ${reasonOf(error)}.`, evidence);
  }
}

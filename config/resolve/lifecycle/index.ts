import type { DatabaseConnection } from "../../../spec/deployment";
import type { LifecycleSpec } from "../../../spec/lifecycle";
import type { ApplicationContext } from "../context";
import type { ChosenEngine } from "../database-choice";
import type { ProcessSources } from "../processes";
import { resolveMaintenance, resolveSmokeTests, resolveWatch } from "./checks";
import { resolveMigrations } from "./migrations";
import { resolveRestorePoint } from "./restore-point";

/** The database of an application, chosen and named. */
export interface LifecycleDatabase {
  readonly chosen: ChosenEngine;
  readonly connection: DatabaseConnection;
}

/** How an application is released: what its kind needs, joined with what the stack and its tier ask for. */
export function resolveLifecycle(
  context: ApplicationContext,
  sources: ProcessSources,
  database: LifecycleDatabase | undefined,
): LifecycleSpec {
  return {
    migrations: resolveMigrations(context, sources, database),
    restorePoint: resolveRestorePoint(context, sources, database),
    maintenance: resolveMaintenance(context),
    smokeTests: resolveSmokeTests(context),
    fatalLogLines: context.blueprint.lifecycle.fatalLogLines,
    watch: resolveWatch(context),
  };
}

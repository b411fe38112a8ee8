import type { MigrationNeed } from "../../../blueprints/types";
import type { MigrationsSpec } from "../../../spec/lifecycle";
import type { MigrationApproval } from "../../../spec/migrations";
import { imageDigest } from "../../../spec/image-digest";
import type { ApplicationContext } from "../context";
import { type ProcessSources, resolveTask } from "../processes";
import type { LifecycleDatabase } from "./index";

/** The commands that ask for migrations, apply them and take them back. */
export function resolveMigrations(
  context: ApplicationContext,
  sources: ProcessSources,
  database: LifecycleDatabase | undefined,
): MigrationsSpec | undefined {
  const need = context.blueprint.lifecycle.migrations;
  if (need === undefined || database === undefined) return undefined;
  const limited = withLimits(sources, need, database);
  return {
    plan: resolveTask(context, sources, need.plan),
    apply: resolveTask(context, limited, need.apply),
    revert: resolveTask(context, limited, need.revert),
    approvalRequired: context.defaults.release.approval,
    approvals: approvalsOf(context, sources.image),
  };
}

/** Two ways to say the same: a program may read the numbers, the engine's client its own variable. */
function withLimits(
  sources: ProcessSources,
  need: MigrationNeed,
  { chosen }: LifecycleDatabase,
): ProcessSources {
  const added = [
    `PALIER_LOCK_SECONDS=${need.lockSeconds}`,
    `PALIER_STATEMENT_SECONDS=${need.statementSeconds}`,
    ...(chosen.engine.sessionLimits?.(need) ?? []),
  ];
  return { ...sources, environment: byName([...sources.environment, ...added]) };
}

function byName(environment: readonly string[]): readonly string[] {
  return environment
    .map((entry) => [entry.split("=", 1)[0] ?? "", entry] as const)
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .map(([, entry]) => entry);
}

function approvalsOf(context: ApplicationContext, image: string): readonly MigrationApproval[] {
  const digest = imageDigest(image);
  return context.approvals
    .filter((file) => file.application === context.application && file.digest === digest)
    .map(({ approval }) => approval);
}

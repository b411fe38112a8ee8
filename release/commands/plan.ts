import { randomBytes } from "node:crypto";

import type { ApplicationSpec } from "../../spec/deployment";
import type { MigrationsSpec } from "../../spec/lifecycle";
import type { MigrationPlan } from "../../spec/migrations";
import { OperationFailure, statusOf } from "../failure";
import { leftByFirstRelease, usedApprovals } from "../journal";
import { askPlan, describePlan, judgeApproval, planHash, risksOf } from "../migrations";
import { applicationContext, type CommandContext, readJournals } from "./context";

/** What the declared image would do to the running database, and whether that is allowed. */
export interface FoundPlan {
  readonly migrations: MigrationsSpec;
  readonly plan: MigrationPlan;
  /** Ids of approvals that releases of this stack have used. */
  readonly used: ReadonlySet<string>;
  /** Whether a first release failed on this database, so that it is as good as new. */
  readonly begun: boolean;
}

/**
 * Asks the declared image of an application for its plan, against the stack's running database.
 * @throws OperationFailure when it has no migrations, or no running database to ask.
 */
export async function findPlan(
  context: CommandContext,
  application: ApplicationSpec,
): Promise<FoundPlan> {
  const { name, database, lifecycle } = application;
  const { migrations } = lifecycle;
  if (migrations === undefined || database === undefined) {
    throw new OperationFailure(`${name} is of a kind that has no migrations.`);
  }
  await requireDatabase(context, name, database.container.name ?? database.resource);
  // A release may be asking at the same time.
  const asker = randomBytes(4).toString("hex");
  const plan = await askPlan(applicationContext(context, application), migrations.plan, asker);
  const journal = (await readJournals(context, [name]))[name] ?? { entries: [] };
  const pending = plan.pending.map(({ id }) => id);
  const used = usedApprovals(journal.entries);
  return { migrations, plan, used, begun: leftByFirstRelease(journal, pending) };
}

/** Asking would make the volumes and networks that are not there yet. */
async function requireDatabase(
  { docker, spec }: CommandContext,
  application: string,
  container: string,
): Promise<void> {
  try {
    const { State } = await docker.getContainer(container).inspect();
    if (State.Running) return;
  } catch (error) {
    if (statusOf(error) !== 404) throw error;
    throw new OperationFailure(
      `${application} has no database in stack ${spec.stack} yet: its first release migrates a new one, which needs no approval.`,
    );
  }
  throw new OperationFailure(
    `The database of ${application} does not run (container ${container}): start the stack with make up STACK=${spec.stack}, then ask again.`,
  );
}

/** The plan for people: what would run, its hash, what needs a person, and whether it may run. */
export function showPlan(
  { spec }: CommandContext,
  application: ApplicationSpec,
  { migrations, plan, used, begun }: FoundPlan,
  now: Date,
): string[] {
  const { name, release } = application;
  const context = { stack: spec.stack, application: name };
  const lines = [
    `${name} ${release.version} (${release.reference}) on stack ${spec.stack}`,
    ...describePlan(plan),
  ];
  if (plan.pending.length === 0) return lines;
  const risks = risksOf(plan);
  const verdict = judgeApproval(context, {
    plan,
    migrations,
    image: release.image,
    used,
    begun,
    now,
  });
  return [
    ...lines,
    `Hash of the plan: ${planHash(plan)}`,
    ...(risks.length > 0
      ? ["To be acknowledged one by one:", ...risks.map((one) => `  ${one}`)]
      : []),
    verdict ?? allowedBecause(migrations, plan, begun),
  ];
}

function allowedBecause(
  { approvalRequired, approvals }: MigrationsSpec,
  plan: MigrationPlan,
  begun: boolean,
): string {
  if (!approvalRequired) return "This stack asks for no approval.";
  if (plan.empty || begun) return "A new database needs no approval.";
  const approval = approvals.find((one) => one.plan === planHash(plan));
  return `Approved by ${approval?.approvedBy ?? "nobody"} in ${approval?.file ?? "no file"}.`;
}

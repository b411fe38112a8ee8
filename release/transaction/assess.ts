import type { RollbackRequest } from "../../spec/journal";
import type { RestorePointSpec } from "../../spec/lifecycle";
import type { MigrationPlan, PlannedMigration } from "../../spec/migrations";
import type { ReleaseInput } from "../../spec/operations";
import type { ApplicationContext } from "../context";
import { proxyRuns } from "../engine/proxy";
import { OperationFailure } from "../failure";
import { type Journal, leftByFirstRelease, usedApprovals } from "../journal";
import { askPlan, describePlan, judgeApproval, planHash } from "../migrations";
import { report } from "../progress";
import { measureSpace } from "../restore-point";
import { runningContainers } from "../steps/containers";
import type { DataChange, Situation } from "./context";
import { openRequest, rollbackChange } from "./rollback";

/** What a release is about to do, and what lets it. */
export interface Assessment {
  readonly situation: Situation;
  readonly approval: string | undefined;
  readonly rollback: RollbackRequest | undefined;
}

/**
 * Looks at everything that decides about a release before anything changes: migrations, approvals, space.
 * @param begin Reads the first record of an ended transaction.
 * @throws OperationFailure with what keeps the release from beginning.
 */
export async function assess(
  context: ApplicationContext,
  input: ReleaseInput,
  journal: Journal,
  begin: (id: string) => Promise<unknown>,
): Promise<Assessment> {
  const { migrations, restorePoint } = input.lifecycle;
  await requireProxy(context, input);
  const serving = await isServing(context, input);
  const plan = migrations && (await askPlan(context, migrations.plan));
  const rollback = openRequest(journal, input);
  const change = rollback
    ? rollbackChange(rollback, plan, await begin(rollback.transaction))
    : pendingChange(context, plan, restorePoint);
  const hasData = plan !== undefined && !plan.empty && restorePoint !== undefined;
  const approval = change?.way === "apply" ? approve(context, input, journal, plan) : undefined;
  if (change !== undefined && hasData) await requireSpace(context, input);
  return { situation: { serving, change, hasData }, approval, rollback };
}

/** Without it nobody could be sent anywhere, which would be found out late. */
async function requireProxy(
  { docker }: ApplicationContext,
  { proxy }: ReleaseInput,
): Promise<void> {
  if (await proxyRuns(docker, proxy.container)) return;
  throw new OperationFailure(
    `The proxy ${proxy.container} does not run: start it or look at its log, then try again; nothing was changed.`,
  );
}

async function isServing(context: ApplicationContext, input: ReleaseInput): Promise<boolean> {
  const web = input.processes.filter(({ kind }) => kind === "web");
  const running = await Promise.all(web.map(({ name }) => runningContainers(context, name)));
  const own = web.flatMap(({ containers }) => containers);
  return running.flat().some(({ Id }) => !own.includes(Id));
}

function pendingChange(
  { stack, application }: ApplicationContext,
  plan: MigrationPlan | undefined,
  restorePoint: RestorePointSpec | undefined,
): DataChange | undefined {
  if (plan === undefined) return undefined;
  if (plan.unknown.length > 0) {
    throw new OperationFailure(
      `The database of ${application} has migrations that this image does not know (${plan.unknown.join(", ")}): ` +
        `deploy an image that has them, or go back with: make rollback STACK=${stack} APP=${application}; nothing was changed.`,
    );
  }
  if (plan.pending.length === 0) return undefined;
  for (const line of describePlan(plan)) report(line);
  return {
    way: "apply",
    migrations: plan.pending.map(({ id }) => id),
    reversible: plan.pending.every(({ reversible }) => reversible),
    transactional: isTransactional(plan, restorePoint),
  };
}

/** A program may also have changed files, which no database takes back. */
function isTransactional({ pending }: MigrationPlan, data: RestorePointSpec | undefined): boolean {
  const harmless = ({ atomic, operations }: PlannedMigration): boolean =>
    atomic && !operations.some(({ risks }) => risks.includes("opaque"));
  return data?.database?.engine === "postgresql" && pending.every(harmless);
}

function approve(
  context: ApplicationContext,
  { lifecycle, release }: ReleaseInput,
  journal: Journal,
  plan: MigrationPlan | undefined,
): string | undefined {
  const { migrations } = lifecycle;
  if (plan === undefined || migrations === undefined) return undefined;
  const pending = plan.pending.map(({ id }) => id);
  const refusal = judgeApproval(context, {
    plan,
    migrations,
    image: release.image,
    used: usedApprovals(journal.entries),
    begun: leftByFirstRelease(journal, pending),
    now: new Date(),
  });
  if (refusal !== undefined) throw new OperationFailure(refusal);
  return migrations.approvals.find((approval) => approval.plan === planHash(plan))?.id;
}

async function requireSpace(context: ApplicationContext, input: ReleaseInput): Promise<void> {
  const { restorePoint } = input.lifecycle;
  if (restorePoint === undefined) return;
  const { neededBytes, freeBytes } = await measureSpace(context, restorePoint);
  if (freeBytes >= neededBytes) return;
  throw new OperationFailure(
    `Not enough space for a restore point of ${context.application}: ${mebibytes(neededBytes)} needed, ${mebibytes(freeBytes)} free where the engine keeps the volume ${restorePoint.volume.name}; make room, then try again; nothing was changed.`,
  );
}

function mebibytes(bytes: number): string {
  return `${Math.ceil(bytes / 1024 / 1024)} MiB`;
}

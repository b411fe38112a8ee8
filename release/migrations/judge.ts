import { imageDigest } from "../../spec/image-digest";
import type { MigrationsSpec } from "../../spec/lifecycle";
import type { MigrationApproval, MigrationPlan } from "../../spec/migrations";
import type { ApplicationContext } from "../context";
import { planHash, risksOf } from "./plan";

/** What a plan is judged by. */
export interface Judgement {
  readonly plan: MigrationPlan;
  readonly migrations: Pick<MigrationsSpec, "approvalRequired" | "approvals">;
  /** The declared image, pinned. */
  readonly image: string;
  /** Ids of the approvals that a release of this stack was made with. */
  readonly used: ReadonlySet<string>;
  readonly now: Date;
  /** Whether the database is as good as new: a first release failed on it, see `leftByFirstRelease`. */
  readonly begun: boolean;
}

/** Clocks of two people may differ by so much, in milliseconds. */
const tolerance = 10 * 60 * 1000;
/** Before the first version of the project: the clock was wrong. */
const earliest = Date.parse("2024-01-01T00:00:00Z");

/**
 * Tells whether the plan may be carried out.
 * @returns Undefined when it may; otherwise why not and what to do, in one line.
 */
export function judgeApproval(
  context: Pick<ApplicationContext, "stack" | "application">,
  judgement: Judgement,
): string | undefined {
  const { plan, migrations, image, begun } = judgement;
  if (!migrations.approvalRequired || plan.pending.length === 0) return undefined;
  // A new database has nothing that could be lost, and nobody could have asked it before.
  if (plan.empty || begun) return undefined;
  const refusals = migrations.approvals.map((approval) => refusal(approval, judgement));
  if (refusals.includes(undefined)) return undefined;
  const { stack, application } = context;
  const options = `STACK=${stack} APP=${application}`;
  const why =
    refusals[0] ??
    `releases/${application}/${imageDigest(image) ?? "<digest>"}.yaml does not exist`;
  return (
    `${application} has ${plan.pending.length} pending migration(s), and the stack ${stack} wants a person's consent: ${why}. ` +
    `Read the plan with "make plan ${options}", approve it with "make approve ${options}", commit the file, then try again.`
  );
}

function refusal(approval: MigrationApproval, judgement: Judgement): string | undefined {
  const { file, id, committed, plan, approvedAt, approvedBy, acknowledged } = approval;
  const wanted = planHash(judgement.plan);
  const at = Date.parse(approvedAt);
  const missing = risksOf(judgement.plan).filter((risk) => !acknowledged.includes(risk));
  if (plan !== wanted) {
    return `${file} approves another plan (${short(plan)}) than the one that would run (${short(wanted)}): migrations or database changed since`;
  }
  if (!committed) return `${file} is not committed, and consent is kept in Git`;
  if (judgement.used.has(id)) {
    return `${file} was used by an earlier release, and serves once`;
  }
  if (Number.isNaN(at) || at < earliest || at > judgement.now.getTime() + tolerance) {
    return `${file} says that ${approvedBy} approved at ${approvedAt}, which cannot be`;
  }
  if (missing.length > 0) {
    return `${file} does not acknowledge ${missing.map((risk) => `"${risk}"`).join(", ")}`;
  }
  return undefined;
}

function short(hash: string): string {
  return hash.slice(0, "sha256:".length + 12);
}

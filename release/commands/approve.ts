import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";

import { stringify } from "yaml";

import type { ApplicationSpec } from "../../spec/deployment";
import { imageDigest } from "../../spec/image-digest";
import type { MigrationApproval } from "../../spec/migrations";
import { OperationFailure } from "../failure";
import { judgeApproval, planHash, risksOf } from "../migrations";
import { confirm, type Confirmation } from "./confirm";
import type { CommandContext } from "./context";
import { findPlan, type FoundPlan, showPlan } from "./plan";

/** Who consents to a plan, and how. */
export interface ApprovalWish {
  /** Name of the person, as Git knows it. */
  readonly approvedBy: string;
  readonly reason: string | undefined;
  /** Operations that were acknowledged beforehand, one per line; undefined asks for each. */
  readonly acknowledge: string | undefined;
  /** Asks a person; undefined where there is none. */
  readonly ask: Confirmation["ask"];
  readonly now: Date;
  readonly say: (line: string) => void;
}

/** What an approval holds before it is a file. */
export type ApprovalContent = Omit<MigrationApproval, "file" | "id" | "committed">;

/**
 * Shows the plan of the declared image, has every risky operation acknowledged, and writes the approval.
 * @param root Folder of `Pulumi.yaml`.
 * @returns Path of the file below the root; undefined when the plan needs no new approval.
 * @throws OperationFailure when there is nothing to approve or something was not acknowledged.
 */
export async function approve(
  context: CommandContext,
  application: ApplicationSpec,
  root: string,
  wish: ApprovalWish,
): Promise<string | undefined> {
  const { name, release } = application;
  const found = await findPlan(context, application);
  for (const line of showPlan(context, application, found, wish.now)) wish.say(line);
  if (!needsApproval(context, application, found, wish.now)) return undefined;
  const content: ApprovalContent = {
    plan: planHash(found.plan),
    approvedBy: wish.approvedBy,
    approvedAt: wish.now.toISOString(),
    reason: await reasonFor(wish),
    acknowledged: await acknowledge(risksOf(found.plan), wish),
  };
  const digest = imageDigest(release.image);
  if (digest === undefined) {
    throw new OperationFailure(`The image of ${name} is not pinned: ${release.image}.`);
  }
  const path = `releases/${name}/${digest}.yaml`;
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), approvalText(content, release.reference));
  wish.say(`Wrote ${path}: commit it, then make up STACK=${context.spec.stack}.`);
  return path;
}

/** The file of an approval. */
export function approvalText(content: ApprovalContent, reference: string): string {
  return (
    `# Consent to the migrations of ${reference}; docs/how-to/write-a-migration.md says what it means.\n` +
    stringify(content, { lineWidth: 0 })
  );
}

function needsApproval(
  { spec }: CommandContext,
  { name, release }: ApplicationSpec,
  { migrations, plan, used, begun }: FoundPlan,
  now: Date,
): boolean {
  if (plan.unknown.length > 0) {
    throw new OperationFailure(
      `The image of ${name} is older than its database: declare an image that has ${plan.unknown.join(", ")}.`,
    );
  }
  // Asked as the strictest tier would, because the file serves every stack that deploys this image; one that
  // is still to be committed need not be written again.
  const approvals = migrations.approvals.map((approval) => ({ ...approval, committed: true }));
  const strict = { ...migrations, approvalRequired: true, approvals };
  const context = { stack: spec.stack, application: name };
  const judgement = { plan, migrations: strict, image: release.image, used, begun, now };
  return judgeApproval(context, judgement) !== undefined;
}

async function reasonFor({ reason, ask }: ApprovalWish): Promise<string> {
  const given = (reason ?? (await ask?.("Why is this release made? ")) ?? "").trim();
  if (given !== "" && !/\p{Cc}/u.test(given)) return given;
  throw new OperationFailure('Say why on one line, as REASON="…"; nothing was written.');
}

async function acknowledge(risks: readonly string[], wish: ApprovalWish): Promise<string[]> {
  const given = wish.acknowledge?.split("\n").map((line) => line.trim());
  if (given === undefined && wish.ask !== undefined) {
    for (const risk of risks) {
      wish.say(risk);
      await confirm({ expected: operationOf(risk), given: undefined, ask: wish.ask });
    }
    return [...risks];
  }
  const missing = risks.filter((risk) => given?.includes(risk) !== true);
  if (missing.length === 0) return [...risks];
  throw new OperationFailure(
    "Not acknowledged, so nothing was written: name each operation on a line of its own in ACKNOWLEDGE, or answer on a terminal.",
    missing,
  );
}

/** What has to be typed: the operation without its migration. */
function operationOf(risk: string): string {
  return risk.slice(risk.indexOf(": ") + 2);
}

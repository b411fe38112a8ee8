import type { Preview, Violation } from "../preview/preview";

/** What the policies say of what is deployed, in lines for people. */
export interface AuditReport {
  readonly lines: readonly string[];
  /** Whether something mandatory is violated, or nothing could be judged. */
  readonly failed: boolean;
}

/** What is needed beside the violations. */
export interface Audited {
  readonly stack: string;
  /** Name of the table of levels. */
  readonly table: string;
  /** Resources in the state. */
  readonly resources: number;
}

/** Policies about options of resources that a state does not keep, so that it always seems to violate them. */
export const notInState: readonly string[] = ["require-delete-before-replace"];

/** Says of each violation what the policy says, the mandatory ones first, and ends with one line that counts. */
export function reportAudit(
  { stack, table, resources }: Audited,
  { violations, judged }: Pick<Preview, "violations" | "judged">,
): AuditReport {
  if (!judged) {
    const line = `The policies did not judge the stack "${stack}": the lines above say why.`;
    return { lines: [line], failed: true };
  }
  const found = violations.filter(({ policy }) => !notInState.includes(policy));
  const mandatory = found.filter(({ level }) => level === "mandatory");
  const advisory = found.filter(({ level }) => level !== "mandatory");
  const counts = `${mandatory.length} mandatory and ${advisory.length} advisory violations`;
  return {
    lines: [
      ...[...mandatory, ...advisory].map(line),
      `Not judged, as states do not tell: ${notInState.join(", ")}`,
      `${stack}: ${counts} in ${resources} resources (policies/config/${table}.json)`,
    ],
    failed: mandatory.length > 0,
  };
}

function line({ level, policy, message, page }: Violation): string {
  return `${level.padEnd(9)}  ${policy}  ${message}${page === undefined ? "" : ` (${page})`}`;
}

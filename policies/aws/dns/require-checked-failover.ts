import { awsTypes } from "../../shared/aws";
import { resourcePolicy } from "../../shared/policy";
import { find, judgeAll } from "../../shared/unknown";

/** Parameters of the policy. */
interface Config {
  /** Seconds for which an answer may be kept. */
  readonly longestTtl: number;
}

/** A record of a zone. */
interface RecordInputs {
  readonly failoverRoutingPolicies?: readonly { readonly type?: string }[];
  readonly aliases?: readonly { readonly evaluateTargetHealth?: boolean }[];
  readonly ttl?: number;
}

/** A health check. */
interface CheckInputs {
  readonly type?: string;
  readonly requestInterval?: number;
}

/** Checks that ask nobody: they count others, or watch an alarm. */
const passiveChecks = ["CALCULATED", "CLOUDWATCH_METRIC", "RECOVERY_CONTROL"];

/** The only interval but the provider's 30 seconds; it cannot be changed once the check exists. */
const fastInterval = 10;

/** A failover that nothing triggers, or that resolvers do not hear of, is none. */
export const requireCheckedFailover = resourcePolicy<object, Config>(
  {
    name: "require-checked-failover",
    description:
      "A record that fails over has a fast health check, and answers that are soon asked again.",
    severity: "high",
    anchor: "AWS Well-Architected REL11-BP02",
    remediation:
      'Write "healthCheckId" and a "ttl" of 60 or less; for the check, "requestInterval: 10" from the beginning.',
    configSchema: {
      properties: {
        longestTtl: {
          type: "number",
          default: 60,
          description: "Seconds for which an answer may be kept.",
        },
      },
    },
  },
  [awsTypes.record, awsTypes.healthCheck],
  ({ type, inputs, config, report }) => {
    if (type === awsTypes.healthCheck) judgeCheck(inputs, report);
    else judgeRecord(inputs, config.longestTtl, report);
  },
);

function judgeCheck(check: CheckInputs, report: (problem: string) => void): void {
  if (check.requestInterval === fastInterval || passiveChecks.includes(check.type ?? "")) return;
  report('asks too seldom; make it anew with "requestInterval: 10", which cannot be changed later');
}

function judgeRecord(
  record: RecordInputs,
  longestTtl: number,
  report: (problem: string) => void,
): void {
  const { length } = record.failoverRoutingPolicies ?? [];
  if (length === 0) return;
  judgeAll([
    () => {
      // The secondary answers as a last resort, whatever its health. Whether there is a check is known also where its id is not.
      const isPrimary = find(record.failoverRoutingPolicies, (one) => one.type === "PRIMARY");
      if (isPrimary === undefined || "healthCheckId" in record) return;
      if (!find(record.aliases, (alias) => alias.evaluateTargetHealth === true)) {
        report(
          'nothing tells that it has to fail over; write the ID of a health check into "healthCheckId"',
        );
      }
    },
    () => {
      if ((record.ttl ?? 0) > longestTtl) {
        report(`its answers are kept too long; write ${longestTtl} or less into "ttl"`);
      }
    },
  ]);
}

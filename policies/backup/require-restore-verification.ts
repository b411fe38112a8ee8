import { backupLabels, coveredBy, isBackupJob, isVerification, numberOf } from "../shared/backup";
import { stackPolicy, type StackSubject } from "../shared/policy";
import { workloadTypes } from "../shared/types";
import { each, find } from "../shared/unknown";

/** Parameters of the policy. */
interface Config {
  /** Longest time between two verifications. */
  readonly longestHours: number;
}

type Member = StackSubject<Config>["workloads"][number];

/** A backup that was never restored is a hope. */
export const requireRestoreVerification = stackPolicy<Config>(
  {
    name: "require-restore-verification",
    description: "What is saved is restored elsewhere every week, to show that it can be.",
    severity: "high",
    anchor: "SRE chapter 26, 3-2-1-1-0",
    remediation: `Declare a container with the component "restore-verification" that names the job's volumes in ${backupLabels.covers} and runs at least every 168 hours (${backupLabels.everyHours}).`,
    configSchema: {
      properties: {
        longestHours: {
          type: "number",
          default: 168,
          description: "Longest time between two verifications, in hours.",
        },
      },
    },
  },
  workloadTypes,
  ({ workloads, config, report }) => {
    each(workloads, (job) => {
      if (!isBackupJob(job.workload)) return;
      const isVerified = (volume: string): boolean => {
        // What it covers comes first: a time that is not known matters for that alone.
        const verifies = ({ workload }: Member): boolean =>
          isVerification(workload) &&
          coveredBy(workload).includes(volume) &&
          numberOf(workload, backupLabels.everyHours) <= config.longestHours;
        return find(workloads, verifies) !== undefined;
      };
      const missing = find(coveredBy(job.workload), (volume) => !isVerified(volume));
      if (missing === undefined) return;
      report(
        `what it saves is not restored every ${config.longestHours} hours; declare a container with the component "restore-verification" that names all of its volumes in ${backupLabels.covers}, and that number or less in ${backupLabels.everyHours}`,
        job.resource,
      );
    });
  },
);

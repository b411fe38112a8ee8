import { backupLabels, coveredBy, isBackupJob, numberOf } from "../shared/backup";
import type { LabelledInputs } from "../shared/inputs";
import { stackPolicy, type StackSubject } from "../shared/policy";
import { types, workloadTypes } from "../shared/types";
import { each, find, judgeAll } from "../shared/unknown";

/** Parameters of the policy. */
interface Config {
  /** Whether a stack without any job is refused as well. */
  readonly required: boolean;
  /** Longest time between two backups: what may be lost. */
  readonly longestHours: number;
  /** Least number of days for which a backup is kept. */
  readonly keepDays: number;
}

/** What a job has to say by labels, with what is wrong and what is to be done where it does not. */
const safeties = [
  [backupLabels.encrypted, "saves in clear", "have only ciphertext leave the host"],
  [backupLabels.offSite, "keeps its backups in one place", "keep a copy in another"],
] as const;

type Member = StackSubject<Config>["workloads"][number];

/** What nobody saves is lost with its disk, and one forgotten volume is enough. */
export const requireBackupCoverage = stackPolicy<Config>(
  {
    name: "require-backup-coverage",
    description:
      "Where backups are taken, each data volume is saved, often, encrypted, and to another place.",
    severity: "critical",
    anchor: "3-2-1-1-0, NIST SP 800-34 3.4.1",
    remediation: `Name the volume in the label ${backupLabels.covers} of a container with the component "backup-job", and say by ${backupLabels.everyHours}, ${backupLabels.keepDays}, ${backupLabels.encrypted} and ${backupLabels.offSite} how it is saved.`,
    configSchema: {
      properties: {
        required: {
          type: "boolean",
          default: false,
          description: "Whether a stack without any backup job is refused as well.",
        },
        longestHours: {
          type: "number",
          default: 24,
          description: "Longest time between two backups, in hours.",
        },
        keepDays: {
          type: "number",
          default: 30,
          description: "Least number of days for which a backup is kept.",
        },
      },
    },
  },
  [types.volume, ...workloadTypes],
  ({ resources, workloads, config, report }) => {
    const jobs: Member[] = [];
    judgeAll([
      () => {
        each(workloads, (member) => {
          if (isBackupJob(member.workload)) jobs.push(member);
        });
      },
      () => {
        each(jobs, (job) => {
          judgeJob(job, config, (problem) => {
            report(problem, job.resource);
          });
        });
      },
      () => {
        if (jobs.length === 0 && !config.required) return;
        each(resources, (volume) => {
          // What holds data is protected against deletion; see protect-data-volumes.
          if (volume.type !== types.volume || !volume.opts.protect) return;
          const { name = "" } = volume.props as LabelledInputs;
          if (find(jobs, ({ workload }) => coveredBy(workload).includes(name)) === undefined) {
            report(
              `no job saves it; name it in the label ${backupLabels.covers} of a container with the component "backup-job"`,
              volume,
            );
          }
        });
      },
    ]);
  },
);

function judgeJob(
  { workload }: Member,
  { longestHours, keepDays }: Config,
  report: (problem: string) => void,
): void {
  judgeAll([
    () => {
      if (!(numberOf(workload, backupLabels.everyHours) <= longestHours)) {
        report(`saves too seldom; write ${longestHours} or less into ${backupLabels.everyHours}`);
      }
    },
    () => {
      if (!(numberOf(workload, backupLabels.keepDays) >= keepDays)) {
        report(
          `keeps its backups too shortly; write ${keepDays} or more into ${backupLabels.keepDays}`,
        );
      }
    },
    () => {
      each(safeties, ([label, fault, remedy]) => {
        if (workload.label(label) !== "true") {
          report(`${fault}; ${remedy} and write "true" into the label ${label}`);
        }
      });
    },
  ]);
}

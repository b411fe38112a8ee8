import { workloadPolicy } from "../../shared/policy";
import { eachKey, judgeAll, some } from "../../shared/unknown";
import type { Workload } from "../../shared/workload";

/** An intruder who cannot write cannot stay, and what a container wrote beside its volumes is lost anyway. */
export const requireReadOnlyRoot = workloadPolicy(
  {
    name: "require-read-only-root",
    description: "A container writes to nothing but its volumes and folders in memory.",
    severity: "medium",
    anchor: "CIS Docker 5.13, OWASP Docker rule 8",
    remediation:
      'Write true into "readOnly" (services: "taskSpec.containerSpec.readOnly"), and list folders for scratch files as "tmpfs", for example "/tmp".',
  },
  ({ workload, report }) => {
    const { spelling } = workload;
    judgeAll([
      () => {
        if (!workload.readOnlyRoot) {
          report(`may write to its image; write true into ${spelling.readOnlyRoot}`);
        }
      },
      () => {
        // Programs find out only when they need it, which may be in the middle of a night.
        if (workload.readOnlyRoot && !hasPlaceToWrite(workload)) {
          report(`has no place for scratch files; add "/tmp" to ${spelling.tmpfs}`);
        }
      },
    ]);
  },
);

function hasPlaceToWrite(workload: Workload): boolean {
  return some((found) => {
    judgeAll([
      () => {
        eachKey(workload.container?.tmpfs, found);
      },
      () => {
        workload.eachMount((mount) => {
          if (!mount.readOnly) found();
        });
      },
    ]);
  });
}

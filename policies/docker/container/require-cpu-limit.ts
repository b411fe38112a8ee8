import { workloadPolicy } from "../../shared/policy";
import { find } from "../../shared/unknown";

/** One process in an endless loop must not slow all others down. */
export const requireCpuLimit = workloadPolicy(
  {
    name: "require-cpu-limit",
    description:
      "A container has a CPU limit or a weight, so that it cannot starve its neighbours.",
    severity: "medium",
    anchor: "CIS Docker 5.12",
    remediation:
      'Write a ceiling in cores into "cpus", for example "1.0", or a weight into "cpuShares". ' +
      'Services: "taskSpec.resources.limits.nanoCpus".',
  },
  ({ workload, report }) => {
    const limits = [
      () => workload.cpus,
      () => workload.container?.cpuShares,
      () => workload.container?.cpuQuota,
    ];
    if (find(limits, (limit) => (limit() ?? 0) > 0) === undefined) {
      report(`may take every core; write a limit into ${workload.spelling.cpus}`);
    }
  },
);

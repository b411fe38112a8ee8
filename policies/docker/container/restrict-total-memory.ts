import type { PolicyResource } from "@pulumi/policy";

import { stackPolicy } from "../../shared/policy";
import { workloadTypes } from "../../shared/types";
import { each, judgeAll } from "../../shared/unknown";
import type { Workload } from "../../shared/workload";

/** Parameters of the policy. */
interface Config {
  /** MiB that the limits of one engine's containers may come to. 0 for any. */
  readonly mebibytes: number;
}

/** The limits of one engine's containers. */
interface Total {
  /** MiB. */
  readonly sum: number;
  /** MiB of the one that takes the most, which is the one to look at first. */
  readonly most: number;
  readonly resource: PolicyResource;
}

/**
 * Limits that come to more than the host has are none: when all are reached, the kernel chooses which
 * process dies. Leave room for the system, and for the containers of a release that run beside the old ones.
 */
export const restrictTotalMemory = stackPolicy<Config>(
  {
    name: "restrict-total-memory",
    description: "The memory limits of all containers of an engine fit into its host.",
    severity: "medium",
    anchor: "CIS Docker 5.11",
    remediation:
      'Lower the limits, move something to another host, or raise the parameter "mebibytes" with the memory of the host.',
    configSchema: {
      properties: {
        mebibytes: {
          type: "integer",
          default: 0,
          description:
            "MiB that the memory limits of one engine's containers may come to: the host's memory without the system's and a release's share. 0 for any.",
        },
      },
    },
  },
  workloadTypes,
  ({ workloads, config, report }) => {
    if (config.mebibytes === 0) return;
    const totals = new Map<string, Total>();
    judgeAll([
      () => {
        each(workloads, ({ workload, resource }) => {
          const memory = (workload.memory ?? 0) * copiesOf(workload);
          const engine = resource.provider?.urn ?? "";
          const { sum, ...before } = totals.get(engine) ?? { sum: 0, most: memory, resource };
          const larger = memory > before.most ? { most: memory, resource } : before;
          totals.set(engine, { sum: sum + memory, ...larger });
        });
      },
      () => {
        each([...totals.values()], ({ sum, resource }) => {
          if (sum <= config.mebibytes) return;
          const whole = Math.ceil(sum);
          report(
            `with it the memory limits come to ${whole} MiB and ${config.mebibytes} are allowed; ` +
              `lower them by ${whole - config.mebibytes}, or raise the parameter "mebibytes" if the host has more`,
            resource,
          );
        });
      },
    ]);
  },
);

function copiesOf({ service }: Workload): number {
  return service?.mode?.replicated?.replicas ?? 1;
}

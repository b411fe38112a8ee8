import { workloadPolicy } from "../../shared/policy";

const label = "palier.pids-limit";

/**
 * A fork bomb takes the whole host down. The provider has no field for the limit, so a label would have
 * to say what something else applies to the container; nothing of Palier does yet, and a label that is
 * not true would be worse than none. That is why it is switched off in every tier: whoever applies such
 * a limit and sets the label can switch it on.
 */
export const requirePidsLimit = workloadPolicy(
  {
    name: "require-pids-limit",
    description: "A container says by a label how many processes it may have at once.",
    severity: "medium",
    anchor: "CIS Docker 5.29",
    remediation: `Have a step after the deployment apply a limit, as "docker update --pids-limit" does, and write the number into the label "${label}".`,
  },
  ({ workload, report }) => {
    if (!/^[1-9]\d*$/.test(workload.label(label) ?? "")) {
      report(`says no largest number of processes; apply one and write it into the label ${label}`);
    }
  },
);

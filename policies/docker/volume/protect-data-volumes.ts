import type { PolicyResource } from "@pulumi/policy";

import type { LabelledInputs } from "../../shared/inputs";
import { describe, stackPolicy } from "../../shared/policy";
import { types } from "../../shared/types";
import { each } from "../../shared/unknown";

/**
 * A volume that a container may write to holds data, whatever it is called: a deleted one cannot be
 * made again. Which ones these are is seen in the containers, so this judges the stack as a whole.
 */
export const protectDataVolumes = stackPolicy(
  {
    name: "protect-data-volumes",
    description: "Volumes that containers write to are protected against deletion.",
    severity: "critical",
    anchor: "Palier, data outlives its containers (docs/architecture.md)",
    remediation:
      'Give the volume the option "protect: true", or mount it read-only where nothing is written.',
  },
  [types.volume],
  ({ resources, workloads, report }) => {
    const reported = new Set<string>();
    each(resources.filter(isUnprotectedVolume), (volume) => {
      const { name } = volume.props as LabelledInputs;
      each(workloads, ({ workload, resource }) => {
        workload.eachMount((mount) => {
          if (mount.type !== "volume" || mount.readOnly || mount.source !== name) return;
          if (reported.has(volume.urn)) return;
          reported.add(volume.urn);
          report(
            `${describe(resource)} writes to it and it can be deleted; ` +
              'give it the option "protect: true", or mount it read-only',
            volume,
          );
        });
      });
    });
  },
);

function isUnprotectedVolume({ type, opts }: PolicyResource): boolean {
  return type === types.volume && !opts.protect;
}

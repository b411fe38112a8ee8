import type { PolicyResource, StackValidationPolicy } from "@pulumi/policy";

import { describe } from "../../shared/policy";
import { types, type ContainerInputs, type LabelledInputs } from "../../shared/types";
import { each, judgeAll } from "../../shared/unknown";

/**
 * A volume that a container may write to holds data, whatever it is called: a deleted one cannot be
 * made again. Which ones these are is seen in the containers, so this judges the stack as a whole.
 */
export const protectDataVolumes: StackValidationPolicy = {
  name: "protect-data-volumes",
  description: "Volumes that containers write to are protected against deletion.",
  validateStack: ({ resources }, reportViolation) => {
    const reported = new Set<string>();
    each(resources.filter(isUnprotectedVolume), (volume) => {
      const { name } = volume.props as LabelledInputs;
      each(resources.filter(isContainer), (container) => {
        eachWritableVolume(container.props as ContainerInputs, (mounted) => {
          if (mounted !== name || reported.has(volume.urn)) return;
          reported.add(volume.urn);
          reportViolation(
            `${describe(volume)}: ${describe(container)} writes to it and it can be deleted; ` +
              'give it the option "protect: true", or mount it read-only',
            volume.urn,
          );
        });
      });
    });
  },
};

function isUnprotectedVolume({ type, opts }: PolicyResource): boolean {
  return type === types.volume && !opts.protect;
}

function isContainer({ type }: PolicyResource): boolean {
  return type === types.container;
}

/** Visits the names of the volumes that a container may write to, in both forms of declaring them. */
function eachWritableVolume(
  container: ContainerInputs,
  visit: (name: string | undefined) => void,
): void {
  judgeAll([
    () => {
      each(container.mounts, (mount) => {
        if (mount.type === "volume" && mount.readOnly !== true) visit(mount.source);
      });
    },
    () => {
      each(container.volumes, (volume) => {
        if (volume.readOnly !== true) visit(volume.volumeName);
      });
    },
  ]);
}

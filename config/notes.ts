import { containersOf } from "../spec/containers";
import type { ApplicationSpec, DeploymentSpec, Tier } from "../spec/deployment";
import { irreplaceable } from "../spec/guard";
import { nearestResource } from "./resolve/guard";

/**
 * Overrides for resources that are nowhere: whoever wrote one with a slip believes that it is in force.
 * No refusal, since the entry of a deletion that is done stays in the file until somebody removes it.
 * @param existing Logical names of what the state knows.
 * @returns One line for each, with its path.
 */
export function idleOverrides(
  spec: Pick<DeploymentSpec, "project" | "stack" | "guard" | "journal" | "applications">,
  existing: ReadonlySet<string>,
): string[] {
  const declared = irreplaceable(spec);
  // A preview's digest leaves out what does not change.
  const present = [...declared, ...spec.applications.flatMap(partsOf)];
  return spec.guard.overrides.flatMap(({ allow, resource }, index) => {
    // Those of other acts are refused when the configuration is resolved.
    if (resource === undefined || allow !== "delete") return [];
    if (present.includes(resource) || existing.has(resource)) return [];
    const near = nearestResource(resource, spec, declared);
    const hint = near === undefined ? "." : `; did you mean "${near}"?`;
    return [
      `palier:overrides[${index}].resource: the stack has no "${resource}"${hint} It lets nothing pass.`,
    ];
  });
}

function partsOf(application: ApplicationSpec): string[] {
  return [...containersOf(application), ...application.volumes].map(({ resource }) => resource);
}

/**
 * A line for people when a stack gives up what production has; undefined otherwise.
 * @param before Tier of the last update; undefined at the first one.
 */
export function lowerTier(
  { tier, guard }: Pick<DeploymentSpec, "tier" | "guard">,
  before: string | undefined,
): string | undefined {
  if (before !== ("production" satisfies Tier) || tier === before) return undefined;
  const guards = guard.guarded ? "" : ", guards";
  return `the tier changes from ${before} to ${tier}: approvals${guards} and the policies' levels of production no longer hold`;
}

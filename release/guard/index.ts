import type { DeploymentSpec } from "../../spec/deployment";
import { describeOverride, findOverride, irreplaceable, overrideFault } from "../../spec/guard";
import type { PreviousState } from "../../spec/previous-state";
import { nameOf } from "../../spec/urn";
import { OperationFailure } from "../failure";

export { noteOverride } from "./note";

/**
 * Looks for what the hooks of the resources would refuse at the end of an update only, when
 * everything else is done: data that the stack had and does not declare any more; and for overrides
 * that do not count.
 * @param today YYYY-MM-DD (UTC)
 * @throws OperationFailure with all problems, one line each.
 */
export function checkGuard(
  { stack, guard, ...declared }: DeploymentSpec,
  previous: Pick<PreviousState, "guarded" | "urns">,
  today: string,
): void {
  const problems = [
    ...guard.overrides.flatMap((override, index) => {
      const fault = overrideFault(override, today);
      return fault === undefined
        ? []
        : [`Pulumi.${stack}.yaml: palier:overrides[${index}] (${override.allow}) ${fault}`];
    }),
    ...droppedData(previous, new Set(irreplaceable(declared)))
      .filter((name) => findOverride(guard.overrides, "delete", name, today) === undefined)
      .map(
        (name) =>
          `${name} cannot be made again and is not declared any more: declare it again, or ${describeOverride("delete", name)}; nothing was changed.`,
      ),
  ];
  if (problems.length > 0) throw new OperationFailure(problems.join("\n"));
}

/** The outputs outlive a resource that was deleted on purpose, so the state has to know it as well. */
function droppedData(
  { guarded, urns }: Pick<PreviousState, "guarded" | "urns">,
  declared: ReadonlySet<string>,
): string[] {
  const known = new Set([...urns].map(nameOf));
  return guarded.filter((name) => known.has(name) && !declared.has(name));
}

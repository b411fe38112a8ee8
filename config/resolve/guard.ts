import type { DeploymentSpec } from "../../spec/deployment";
import { type GuardSpec, irreplaceable } from "../../spec/guard";
import { nearest, suggestion } from "../schema/suggest";
import type { StackContext } from "./context";

/** What keeps the stack from being changed by accident: its own choices, otherwise its tier's. */
export function resolveGuard({ config, defaults }: StackContext): GuardSpec {
  const { changes, overrides, role } = config;
  return {
    // Data that a standby holds is wanted on the day on which the other site is lost.
    guarded: defaults.guarded || role === "standby",
    overrides,
    changes: {
      maximumReplacements: changes?.maximumReplacements ?? defaults.maximumReplacements,
      timeZone: changes?.timeZone ?? defaults.release.timeZone,
      window: changes?.window,
      freezes: changes?.freezes ?? [],
    },
  };
}

/**
 * Reports overrides of what is not there. One that allows a deletion is about something that the
 * configuration does not have any more, so it may name anything.
 */
export function checkOverrides(
  { project, stack, config: { overrides }, problems }: StackContext,
  spec: Pick<DeploymentSpec, "journal" | "applications">,
): void {
  const known = {
    replace: irreplaceable(spec),
    "database-version": spec.applications.flatMap(({ database }) => database?.resource ?? []),
  };
  overrides.forEach(({ allow, resource }, index) => {
    if (resource === undefined || (allow !== "replace" && allow !== "database-version")) return;
    if (known[allow].includes(resource)) return;
    const what = allow === "replace" ? "data volume or kept secret" : "database";
    problems.add(
      ["overrides", index, "resource"],
      `this stack has no ${what} "${resource}"; ${suggestion(toLogical(resource, { project, stack }), known[allow])}`,
    );
  });
}

/**
 * The resource that a name was probably meant to be; undefined when none is close.
 * @param given A logical name, or the one that the engine knows.
 */
export function nearestResource(
  given: string,
  stack: Pick<DeploymentSpec, "project" | "stack">,
  known: readonly string[],
): string | undefined {
  return nearest(toLogical(given, stack), known);
}

/** Names on the engine are those of the program behind project and stack, see `physicalName`. */
function toLogical(
  given: string,
  { project, stack }: Pick<DeploymentSpec, "project" | "stack">,
): string {
  const prefix = `${project}-${stack}-`;
  return given.startsWith(prefix) ? given.slice(prefix.length) : given;
}

import type { CheckFailure, Properties } from "../base/resource";
import type { Shape } from "./shape";

/** Everything about the inputs that does not fit the shape, in the form the engine shows. */
export function failuresOf(
  shape: Shape<unknown>,
  inputs: Properties,
  known: readonly string[],
): CheckFailure[] {
  const failures: CheckFailure[] = [];
  // Unknown top-level names are reported by the plugin base, which proposes the nearest one.
  const named = Object.fromEntries(Object.entries(inputs).filter(([key]) => known.includes(key)));
  shape.decode(named, "", (property, reason) =>
    failures.push({ property, reason: `${property} ${reason}` }),
  );
  return failures;
}

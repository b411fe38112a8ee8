import type { Report } from "./judge";

/** What the guard found, for people. */
export function renderReport(report: Report, stack: string): string[] {
  const { changes, replacements, refusals, overrides, notes, succeeded } = report;
  return [
    `${changes.length} changes of the stack ${stack}, ${replacements} of them replacements that are no release`,
    ...changes
      .filter(({ operation }) => operation === "delete" || operation === "replace")
      .map(({ resource, operation, differences }) => {
        const why = differences.length > 0 ? ` (${differences.join(", ")})` : "";
        return `  ${operation.padEnd(7)} ${resource}${why}`;
      }),
    ...overrides.map(
      ({ allow, resource, reason, until }) =>
        `OVERRIDDEN until ${until}: ${allow}${resource === undefined ? "" : ` of ${resource}`}: ${reason}`,
    ),
    ...notes.map((note) => `NOTE Pulumi.${stack}.yaml: ${note}`),
    ...refusals.flatMap(({ resource, operation, reason, remedy }) => [
      `REFUSED ${operation} of ${resource}: ${reason}`,
      `  ${remedy}`,
    ]),
    verdict(succeeded, refusals.length, stack),
  ];
}

function verdict(succeeded: boolean, refusals: number, stack: string): string {
  if (refusals > 0) return `refused for ${refusals} ${refusals === 1 ? "reason" : "reasons"}`;
  if (succeeded) return "nothing to refuse";
  return `the preview failed: "make preview STACK=${stack}" says why`;
}

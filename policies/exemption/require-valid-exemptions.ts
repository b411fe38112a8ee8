import type { ResourcePolicy } from "../shared/about";
import { eachExemption, exemptionFault, exemptionPrefix } from "../shared/exemptions";
import { nearest } from "../shared/nearest";
import { resourcePolicy } from "../shared/policy";

const own = "require-valid-exemptions";

/** Palier makes the label from its configuration; a program of one's own sets it, or the tag on AWS, itself. */
const where = " (written in palier:exemptions, or as that label)";

/**
 * An exemption that nobody reasons about or that never ends is a hole in the policy; one from a policy
 * that does not exist is a typing error that somebody relies on.
 * @param others Names of all other policies of the pack.
 */
export function requireValidExemptions(others: readonly string[]): ResourcePolicy {
  const names = [...others, own];
  return resourcePolicy<object, object>(
    {
      name: own,
      description:
        "An exemption names a policy of this pack, gives a reason, and ends within a year.",
      severity: "high",
      anchor: "Palier, exemptions (docs/how-to/exempt-a-resource.md)",
      remediation:
        'Write the exemption as "until YYYY-MM-DD: reason" with a date within 366 days, or remove it and do what the policy asks for.',
    },
    [],
    ({ inputs, report }) => {
      eachExemption(inputs, (policy, value) => {
        const label = `${exemptionPrefix}${policy}`;
        if (!names.includes(policy)) {
          const near = nearest(policy, names);
          const hint = near === undefined ? "" : `did you mean "${near}"? `;
          report(
            `its exemption ${label} names no policy; ${hint}"make policies" lists them${where}`,
          );
          return;
        }
        const fault = exemptionFault(value());
        if (fault !== undefined) report(`its exemption ${label} ${fault}${where}`);
      });
    },
  );
}

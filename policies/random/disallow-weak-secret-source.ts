import type { PolicyResource } from "@pulumi/policy";

import { describe, stackPolicy } from "../shared/policy";
import { isSecretName } from "../shared/secrets";
import { types } from "../shared/types";

/** Random values that Pulumi takes for names: they stand in clear in the state, in previews and in logs. */
const weak: readonly string[] = [
  types.randomString,
  types.randomId,
  types.randomPet,
  types.randomInteger,
  types.randomUuid,
];

/** Inputs that hold a secret although their names do not say so, by the type of their resource. */
const secretInputs: Readonly<Record<string, string>> = {
  "docker:index/secret:Secret": "data",
  "aws:ssm/parameter:Parameter": "value",
};

/** A password that everybody may read in a preview is none. */
export const disallowWeakSecretSource = stackPolicy(
  {
    name: "disallow-weak-secret-source",
    description: "Secrets come from RandomPassword or RandomBytes: the others show what they made.",
    severity: "critical",
    anchor: "CWE-330, CWE-532",
    remediation:
      "Make the secret with RandomPassword, or with RandomBytes for a key. A value that is no secret gets a name that does not sound like one.",
  },
  weak,
  ({ resources, report }) => {
    for (const resource of resources.filter(isWeak)) {
      if (isSecretName(resource.name)) {
        report("is named like a secret and shows its value; make it a RandomPassword", resource);
        continue;
      }
      const use = resources.flatMap((user) => usesOf(user, resource))[0];
      if (use !== undefined) {
        report(`is the secret in ${use} and shows its value; make it a RandomPassword`, resource);
      }
    }
  },
);

function isWeak({ type }: PolicyResource): boolean {
  return weak.includes(type);
}

/** Where a resource uses another as a secret: `"password" of instance "database"`. */
function usesOf(user: PolicyResource, source: PolicyResource): string[] {
  return Object.entries(user.propertyDependencies)
    .filter(([input]) => isSecretName(input) || secretInputs[user.type] === input)
    .filter(([, sources]) => sources.some(({ urn }) => urn === source.urn))
    .map(([input]) => `"${input}" of ${describe(user)}`);
}

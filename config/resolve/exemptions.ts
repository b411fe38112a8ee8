import { containersOf } from "../../spec/containers";
import type { DeploymentSpec } from "../../spec/deployment";
import { exemptionLabel } from "../labels";
import { nearest, suggestion } from "../schema/suggest";
import type { ExemptionConfig, StackConfig } from "../stack-config";
import type { Problems } from "./problems";

/** The labels that say from which policies a container is exempt, until when and why. */
export function exemptionLabels(
  { exemptions }: StackConfig,
  resource: string,
): Readonly<Record<string, string>> {
  return Object.fromEntries(
    exemptions
      .filter((exemption) => exemption.resource === resource)
      .map(({ policy, until, reason }) => [exemptionLabel(policy), `until ${until}: ${reason}`]),
  );
}

/**
 * Reports exemptions of what is not there. Only containers can have one: a new label replaces a
 * volume or a network, which nobody wants for the sake of a remark.
 * @param policies Names of the policies; undefined where nobody knows them, and the policy
 *   `require-valid-exemptions` judges them alone.
 */
export function checkExemptions(
  { exemptions }: StackConfig,
  spec: Pick<DeploymentSpec, "proxy" | "applications">,
  problems: Problems,
  policies: readonly string[] | undefined,
): void {
  const known = [
    spec.proxy.container.resource,
    ...spec.applications.flatMap(containersOf).map(({ resource }) => resource),
  ];
  exemptions.forEach((exemption, index) => {
    const path = ["exemptions", index];
    if (!known.includes(exemption.resource)) {
      problems.add(
        [...path, "resource"],
        `this stack has no container "${exemption.resource}"; ${suggestion(exemption.resource, known)}`,
      );
    }
    if (policies?.includes(exemption.policy) === false) {
      const near = nearest(exemption.policy, policies);
      const hint = near === undefined ? '"make policies" lists them' : `did you mean "${near}"?`;
      problems.add([...path, "policy"], `there is no policy "${exemption.policy}"; ${hint}`);
    }
    if (exemptions.findIndex((other) => isSame(other, exemption)) < index) {
      problems.add(
        path,
        `"${exemption.resource}" is exempt from ${exemption.policy} already; remove one of both`,
      );
    }
  });
}

function isSame(one: ExemptionConfig, other: ExemptionConfig): boolean {
  return one.policy === other.policy && one.resource === other.resource;
}

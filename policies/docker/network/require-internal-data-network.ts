import type { PolicyResource } from "@pulumi/policy";

import { isDataStore } from "../../shared/data-store";
import type { LabelledInputs } from "../../shared/inputs";
import { describe, stackPolicy } from "../../shared/policy";
import { types } from "../../shared/types";
import { each, find } from "../../shared/unknown";

/** What of a network decides; the ID is known once it exists. */
interface Network extends LabelledInputs {
  readonly id?: string;
  readonly internal?: boolean;
}

const anId = /^[0-9a-f]{64}$/;

/** Which networks these are is seen in the containers, so this judges the stack as a whole. */
export const requireInternalDataNetwork = stackPolicy(
  {
    name: "require-internal-data-network",
    description: "Networks of databases and caches are internal: nothing leads in or out of them.",
    severity: "high",
    anchor: "NIST SP 800-190 4.3.3",
    remediation:
      'Write true into "internal" of the network, and have the application join a second one towards the proxy.',
  },
  [types.network],
  ({ resources, workloads, report }) => {
    const reported = new Set<string>();
    each(
      resources.filter(({ type }) => type === types.network),
      (network) => {
        const { internal } = network.props as Network;
        if (internal === true) return;
        each(workloads, ({ workload, resource }) => {
          if (!isDataStore(workload)) return;
          workload.eachNetwork((joined) => {
            const references = [() => joined.name, () => joined.id];
            const reference = find(references, (read) => isCalled(network, read()));
            if (reference === undefined || reported.has(network.urn)) return;
            reported.add(network.urn);
            report(
              `${describe(resource)} is on it and it has a way out; write true into "internal"`,
              network,
            );
          });
        });
      },
    );
  },
);

function isCalled({ props }: PolicyResource, reference: string | undefined): boolean {
  const network = props as Network;
  if (reference === undefined) return false;
  // In a preview the ID of a new network is unknown, so it is read only where one is asked for.
  return anId.test(reference) ? reference === network.id : reference === network.name;
}

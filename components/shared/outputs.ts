import * as pulumi from "@pulumi/pulumi";

import type { DeploymentSpec } from "../../spec/deployment";
import type { ReleaseResult } from "../../spec/operations";

/**
 * The stack's outputs: for people and other stacks `urls`, `releases` and `endpoints`; for the next
 * update of this stack `dataVolumes` and `repairs`.
 */
export function describeStack(
  spec: DeploymentSpec,
  releases: Readonly<Record<string, pulumi.Output<ReleaseResult>>>,
  repairs: Readonly<Record<string, string>>,
): pulumi.Inputs {
  const { applications, proxy, engine, tier, role } = spec;
  return {
    tier,
    role,
    urls: Object.fromEntries(applications.map(({ name, url }) => [name, url])),
    releases,
    endpoints: {
      engine: engine.endpoint,
      proxy: proxy.container.ports.map(({ address, external }) => `${address}:${external}`),
    },
    dataVolumes: dataVolumes(spec),
    repairs,
  };
}

function dataVolumes({ applications }: DeploymentSpec): string[] {
  return applications
    .flatMap(({ volumes, database, cache }) => [...volumes, database?.volume, cache?.volume])
    .flatMap((volume) => (volume?.data ? [volume.name] : []))
    .sort();
}

import type * as pulumi from "@pulumi/pulumi";

import type { ApplicationSpec, DeploymentSpec } from "../../spec/deployment";
import { irreplaceable } from "../../spec/guard";
import { dataVolumes, filledVolumes } from "../../spec/volumes";
import type { ReleaseResult } from "../../spec/operations";

/** What an application component tells of itself. */
interface DeployedApplication {
  readonly release: pulumi.Output<ReleaseResult>;
  readonly administrator: object | undefined;
}

/**
 * The stack's outputs: for people and other stacks `urls`, `releases`, `endpoints` and (secret) `administrators`; for the next
 * update of this stack `dataVolumes`, `volumes`, `guarded` and `repairs`.
 */
export function describeStack(
  spec: DeploymentSpec,
  deployed: readonly DeployedApplication[],
  repairs: Readonly<Record<string, string>>,
): pulumi.Inputs {
  const { applications, proxy, engine, tier, role } = spec;
  return {
    tier,
    role,
    urls: Object.fromEntries(applications.map(({ name, url }) => [name, url])),
    releases: byName(applications, deployed, ({ release }) => release),
    administrators: byName(applications, deployed, ({ administrator }) => administrator),
    endpoints: {
      engine: engine.endpoint,
      proxy: proxy.container.ports.map(({ address, external }) => `${address}:${external}`),
    },
    dataVolumes: [spec.journal, ...applications.flatMap(dataVolumes)].map(({ name }) => name),
    volumes: [proxy.configurationVolume.name, ...applications.flatMap(filledVolumes)],
    guarded: spec.guard.guarded ? irreplaceable(spec) : [],
    repairs,
  };
}

/** One value for each application, by name; applications without one are left out. */
function byName<Value>(
  applications: readonly ApplicationSpec[],
  deployed: readonly DeployedApplication[],
  read: (application: DeployedApplication) => Value | undefined,
): Record<string, Value> {
  return Object.fromEntries(
    applications.flatMap(({ name }, index) => {
      const one = deployed[index];
      const value = one && read(one);
      return value === undefined ? [] : [[name, value]];
    }),
  );
}

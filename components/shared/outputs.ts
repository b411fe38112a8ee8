import * as pulumi from "@pulumi/pulumi";

import type { ApplicationSpec, DeploymentSpec } from "../../spec/deployment";
import type { ReleaseResult } from "../../spec/operations";
import type { SecretValues } from "./files-volume";

/** What was declared for one application, as the outputs show it. */
export interface DeployedApplication {
  readonly application: ApplicationSpec;
  readonly secrets: SecretValues;
  readonly result: pulumi.Output<ReleaseResult>;
}

/**
 * The stack's outputs: for people and other stacks `urls`, `releases`, `endpoints` and (secret) `administrators`; for the next
 * update of this stack `dataVolumes` and `repairs`.
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
    releases: Object.fromEntries(
      deployed.map(({ application, result }) => [application.name, result]),
    ),
    administrators: Object.fromEntries(deployed.flatMap(describeAdministrator)),
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

function describeAdministrator({
  application,
  secrets,
}: DeployedApplication): [string, pulumi.Input<object>][] {
  const { name, administrator } = application;
  const password = administrator && secrets[administrator.secret];
  return password
    ? [[name, { login: administrator.login, password: pulumi.secret(password) }]]
    : [];
}

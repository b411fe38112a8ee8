import { containersOf } from "../../spec/containers";
import type { DeploymentSpec } from "../../spec/deployment";
import type { Problems } from "./problems";

interface Claim {
  readonly kind: "resource" | "container" | "network" | "volume";
  readonly name: string;
  readonly application: string | undefined;
}

/**
 * Reports names that two parts of the stack would share. Application names may hold dashes, so
 * "copies" with a volume "web-static" and "copies-web" with one "static" would be the same volume.
 */
export function checkNames(
  spec: Omit<DeploymentSpec, "engine" | "role">,
  problems: Problems,
): void {
  const seen = new Map<string, string | undefined>();
  for (const { kind, name, application } of claims(spec)) {
    const key = `${kind} ${name}`;
    if (seen.has(key)) {
      const other = seen.get(key);
      problems.add(
        application === undefined ? ["applications"] : ["applications", application],
        `the ${kind} name "${name}" is already taken by ${other === undefined ? "the stack itself" : `application "${other}"`}; rename one of the two`,
      );
    } else {
      seen.set(key, application);
    }
  }
}

function claims({ edge, proxy, applications }: Omit<DeploymentSpec, "engine" | "role">): Claim[] {
  const own = (application: string | undefined, parts: readonly Part[]): Claim[] =>
    parts.flatMap(({ kind, resource, name }) => [
      { kind: "resource" as const, name: resource, application },
      ...(name === undefined ? [] : [{ kind, name, application }]),
    ]);
  const shared: Part[] = [
    { kind: "network", ...edge },
    { kind: "container", ...proxy.container },
    { kind: "volume", ...proxy.configurationVolume },
  ];
  return [...own(undefined, shared), ...applications.flatMap((one) => own(one.name, parts(one)))];
}

interface Part {
  readonly kind: "container" | "network" | "volume";
  readonly resource: string;
  readonly name: string | undefined;
}

function parts(one: DeploymentSpec["applications"][number]): Part[] {
  const services = [one.database, one.cache].flatMap((service) => (service ? [service] : []));
  const files = [one.files, ...services.flatMap((service) => service.files)];
  const secrets = one.secrets.flatMap((secret) =>
    secret.source === "generated"
      ? [{ kind: "container" as const, resource: secret.resource, name: undefined }]
      : [],
  );
  return [
    { kind: "network", ...one.network },
    ...[...one.volumes, ...services.map((service) => service.volume)].map((volume) => ({
      kind: "volume" as const,
      ...volume,
    })),
    ...files.map(({ resource, volume }) => ({ kind: "volume" as const, resource, name: volume })),
    ...containersOf(one).map(({ resource, name }) => ({
      kind: "container" as const,
      resource,
      name,
    })),
    ...secrets,
  ];
}

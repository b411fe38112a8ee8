import type { DeploymentSpec } from "../../spec/deployment";
import type { PreflightContext } from "./index";

/**
 * A service that the state knew and the engine does not was removed by hand. Without a refresh the
 * update finds nothing to do, while the site is down; whether there was one cannot be seen from here.
 */
export async function missingServices({
  docker,
  spec,
  previous,
}: PreflightContext): Promise<string[]> {
  const containers = await docker.listContainers({ all: true });
  const there = new Set(containers.flatMap(({ Names }) => Names.map((name) => name.slice(1))));
  const missing = serviceNames(spec).filter((name) => previous.names.has(name) && !there.has(name));
  if (missing.length === 0) return [];
  return [
    `Removed from the engine by hand: ${missing.join(", ")}. An update with --refresh, as make up does, makes them again; one without leaves the site down.`,
  ];
}

function serviceNames({ proxy, applications }: DeploymentSpec): string[] {
  const services = applications.flatMap(({ database, cache }) => [database, cache]);
  return [proxy, ...services].flatMap((service) => service?.container.name ?? []);
}

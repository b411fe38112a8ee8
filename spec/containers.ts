import type { ContainerSpec } from "./container";
import type { ApplicationSpec } from "./deployment";

/** The containers of an application that stay: of its database, its cache and its processes. */
export function containersOf({ database, cache, processes }: ApplicationSpec): ContainerSpec[] {
  return [
    ...[database, cache].flatMap((service) => (service === undefined ? [] : [service.container])),
    ...processes.flatMap((process) => process.containers),
  ];
}

import type { ApplicationSpec, VolumeSpec } from "./deployment";

/** Names of the volumes of an application whose content a deployment makes: all that hold no data. */
export function filledVolumes({ volumes, files, database, cache }: ApplicationSpec): string[] {
  const services = [database, cache].flatMap((service) => service?.files ?? []);
  return [
    ...volumes.filter(({ data }) => !data).map(({ name }) => name),
    ...[files, ...services].map(({ volume }) => volume),
  ].sort();
}

/** The volumes of an application that hold what cannot be made again, by name. */
export function dataVolumes({ volumes, database, cache }: ApplicationSpec): VolumeSpec[] {
  return [...volumes, database?.volume, cache?.volume]
    .flatMap((volume) => (volume?.data ? [volume] : []))
    .sort((one, other) => (one.name < other.name ? -1 : 1));
}

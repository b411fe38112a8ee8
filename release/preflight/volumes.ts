import type { VolumeSpec } from "../../spec/deployment";
import { dataVolumes } from "../../spec/volumes";
import { statusOf } from "../failure";
import type { PreflightContext } from "./index";

/**
 * A data volume that was there at the last update and is gone must never come back empty without a
 * word: the application would start on an empty database.
 */
export async function missingVolumes({
  docker,
  spec,
  previous,
}: PreflightContext): Promise<string[]> {
  // The outputs outlive a refresh that found the volume gone; the state alone knows of a first
  // update that was killed before it had outputs.
  const known = new Set([...previous.dataVolumes, ...previous.names]);
  const problems = await Promise.all(
    spec.applications
      .flatMap(dataVolumes)
      .filter(({ name }) => known.has(name))
      .map(async (volume) => {
        try {
          await docker.getVolume(volume.name).inspect();
          return [];
        } catch (error) {
          if (statusOf(error) !== 404) throw error;
          return [describeMissing(volume)];
        }
      }),
  );
  return problems.flat();
}

/** With all labels, because the provider takes a volume over only when it looks exactly like the declared one. */
function describeMissing({ name, labels }: VolumeSpec): string {
  const flags = Object.entries(labels).map(([key, value]) => `--label ${key}=${value} `);
  return (
    `Data volume ${name} was there at the last update and is gone from the engine: restore it from a backup, ` +
    `or, if its data may be lost, make an empty one with: docker volume create ${flags.join("")}${name}`
  );
}

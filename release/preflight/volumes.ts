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
  const problems = await Promise.all(
    previous.dataVolumes.map(async (name) => {
      try {
        await docker.getVolume(name).inspect();
        return [];
      } catch (error) {
        if (statusOf(error) !== 404) throw error;
        return [
          `Data volume ${name} was there at the last update and is gone from the engine: restore it from a backup, ` +
            `or, if its data may be lost, make an empty one with: docker volume create ${labelFlags(spec)}${name}`,
        ];
      }
    }),
  );
  return problems.flat();
}

function labelFlags({ project, stack }: PreflightContext["spec"]): string {
  return `--label palier.project=${project} --label palier.stack=${stack} `;
}

import type Dockerode from "dockerode";

import { statusOf } from "../failure";
import { findLocks } from "../preflight/locks";

/**
 * Removes containers that gave access to a volume or ran a task: with no update under way they are of no use
 * to anybody. A task that still runs is left to its end, and the next release waits for it. A release that
 * another checkout or backend has under way is known by its lock only, and keeps all of them.
 * @returns What was removed, for people.
 */
export async function removeHelpers(
  docker: Dockerode,
  project: string,
  stack: string,
): Promise<string[]> {
  const { held } = await findLocks({ docker, spec: { project, stack } });
  if (held.length > 0) return [];
  const removed: string[] = [];
  for (const component of ["helper", "task"]) {
    const label = [
      `palier.component=${component}`,
      `palier.project=${project}`,
      `palier.stack=${stack}`,
    ];
    for (const { Id, State } of await docker.listContainers({ all: true, filters: { label } })) {
      if (State === "running") continue;
      try {
        await docker.getContainer(Id).remove({ force: true, v: true });
      } catch (error) {
        if (statusOf(error) !== 404) throw error;
      }
      removed.push(`${component} container ${Id.slice(0, 12)}`);
    }
  }
  return removed;
}

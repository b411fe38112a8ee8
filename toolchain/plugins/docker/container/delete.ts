import { setTimeout as delay } from "node:timers/promises";

import type Dockerode from "dockerode";

import { statusOf } from "../../../engine";
import type { Properties } from "../../base/resource";
import { onEngine, unlessGone } from "../session";
import type { DockerContext } from "../session";

/** How long another removal of the same container may take, in milliseconds; the engine's own limit for stopping is 10 s. */
const removalWithin = 15000;

/** Stops a container (when a grace period is set) and removes it with its anonymous volumes. */
export async function deleteContainer(
  id: string,
  outputs: Properties,
  ctx: DockerContext,
): Promise<void> {
  const name = typeof outputs.name === "string" ? outputs.name : id;
  await onEngine(ctx, `Deleting container "${name}"`, async (docker) => {
    const container = docker.getContainer(id);
    const grace = Number(outputs.destroyGraceSeconds ?? 0);
    if (grace > 0 && outputs.attach !== true) await stop(container, grace);
    try {
      await container.remove({ force: true, v: outputs.removeVolumes !== false });
    } catch (error) {
      if (statusOf(error) === 404) return;
      // Somebody, or `rm: true`, is removing it already.
      if (statusOf(error) !== 409) throw error;
      await untilGone(container, error);
    }
  });
}

async function stop(container: Dockerode.Container, grace: number): Promise<void> {
  try {
    await container.stop({ t: grace });
  } catch (error) {
    const status = statusOf(error);
    if (status !== 304 && status !== 404) throw error;
  }
}

async function untilGone(container: Dockerode.Container, error: unknown): Promise<void> {
  const end = Date.now() + removalWithin;
  while (Date.now() < end) {
    if ((await unlessGone(container.inspect())) === undefined) return;
    await delay(100);
  }
  throw error;
}

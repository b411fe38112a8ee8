import type Dockerode from "dockerode";

import type { ReleasedProcess } from "../../spec/operations";
import { retire, start, waitHealthy } from "../engine/service";
import type { ReleaseContext, Undo } from "./step";

/** Starts the containers of a process and waits until they are healthy; those that run already are left alone. */
export async function startHealthy(
  context: ReleaseContext,
  process: ReleasedProcess,
  undo: (undo: Undo) => void,
): Promise<void> {
  const started = await startProcess(context, process, undo);
  await Promise.all(started.map((container) => waitHealthy(container, context.signal)));
}

async function startProcess(
  { docker }: ReleaseContext,
  process: ReleasedProcess,
  undo: (undo: Undo) => void,
): Promise<Dockerode.Container[]> {
  const containers = process.containers.map((id) => docker.getContainer(id));
  for (const container of containers) {
    if (await start(container)) undo(() => retire(container, process.stopGraceSeconds));
  }
  return containers;
}

/** Stops the containers of a process that belong to earlier releases. */
export async function retireOld(
  context: ReleaseContext,
  process: ReleasedProcess,
  undo: (undo: Undo) => void,
): Promise<number> {
  const old = await oldContainers(context, process);
  for (const container of old) {
    undo(async () => {
      await start(container);
    });
  }
  await allEnded(old.map((container) => retire(container, process.stopGraceSeconds)));
  return old.length;
}

/** Waits for all before it throws the first failure: what is still under way could not be taken back. */
export async function allEnded(work: readonly Promise<void>[]): Promise<void> {
  for (const result of await Promise.allSettled(work)) {
    if (result.status === "rejected") throw result.reason;
  }
}

/** Containers of a process that run and are not part of this release. */
async function oldContainers(
  { docker, input }: ReleaseContext,
  process: ReleasedProcess,
): Promise<Dockerode.Container[]> {
  const labels = {
    "palier.stack": input.stack,
    "palier.application": input.application,
    "palier.process": process.name,
  };
  const running = await docker.listContainers({
    filters: { label: Object.entries(labels).map(([key, value]) => `${key}=${value}`) },
  });
  return running
    .filter(({ Id }) => !process.containers.includes(Id))
    .map(({ Id }) => docker.getContainer(Id));
}

import type Dockerode from "dockerode";

import type { ReleasedProcess } from "../../spec/operations";
import { retire, start } from "../engine/service";
import type { ReleaseContext, Undo } from "./step";

/** Starts the containers of a process; those that run already are left alone. */
export async function startProcess(
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
  // All of them end before a failure is thrown: one that is still stopping could not be started again.
  const results = await Promise.allSettled(
    old.map((container) => retire(container, process.stopGraceSeconds)),
  );
  for (const result of results) if (result.status === "rejected") throw result.reason;
  return old.length;
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

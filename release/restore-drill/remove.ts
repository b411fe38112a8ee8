import { setTimeout as sleep } from "node:timers/promises";

import type Dockerode from "dockerode";

import { statusOf } from "../failure";
import type { LockHolder } from "../lock";
import { parseHolder } from "../lock/labels";
import { type DrillLayout, drillLabel } from "./layout";

/** How often, and how long apart, containers are looked for that are still being removed. */
const removalAttempts = 100;
const removalMilliseconds = 100;

type Labels = Readonly<Record<string, string>>;

/** Whose drill the container of that name stands for; undefined when there is no such container. */
export async function holderOf(
  docker: Dockerode,
  layout: DrillLayout,
): Promise<{ readonly holder: LockHolder | undefined; readonly value: string } | undefined> {
  try {
    const { Labels } = (await docker.getContainer(layout.base).inspect()).Config;
    const holder = belongs(layout, Labels) ? parseHolder(Labels, drillLabel) : undefined;
    return { holder, value: Labels[drillLabel] ?? "" };
  } catch (error) {
    if (statusOf(error) === 404) return undefined;
    throw error;
  }
}

/** Removes everything of one drill of the application; what stands for it goes last. */
export async function removeOf(
  docker: Dockerode,
  layout: DrillLayout,
  value: string,
): Promise<void> {
  await removeWhere(docker, layout, (found) => found === value);
}

/** Removes everything of drills of the application but this one. */
export async function removeLeftovers(docker: Dockerode, layout: DrillLayout): Promise<void> {
  await removeWhere(docker, layout, (found) => found !== layout.labels[drillLabel]);
}

/** Removes the containers of this drill, which ends all that they do. */
export async function stopDrill(docker: Dockerode, layout: DrillLayout): Promise<void> {
  const value = layout.labels[drillLabel];
  await removeContainers(docker, layout, (found) => found === value, false);
}

async function removeWhere(
  docker: Dockerode,
  layout: DrillLayout,
  meant: (value: string) => boolean,
): Promise<void> {
  await removeContainers(docker, layout, meant, false);
  const filters = { label: filterOf(layout) };
  for (const { Id, Labels } of await docker.listNetworks({ filters })) {
    if (isMeant(Labels, meant)) await gone(docker.getNetwork(Id).remove());
  }
  const { Volumes } = await docker.listVolumes({ filters });
  for (const { Name, Labels } of Volumes) {
    if (isMeant(Labels, meant)) await gone(docker.getVolume(Name).remove());
  }
  await removeContainers(docker, layout, meant, true);
}

/** Until the engine lists none: a volume is in use as long as a container that is being removed has it. */
async function removeContainers(
  docker: Dockerode,
  layout: DrillLayout,
  meant: (value: string) => boolean,
  marker: boolean,
): Promise<void> {
  const filters = { label: filterOf(layout) };
  for (let attempt = 0; attempt < removalAttempts; attempt++) {
    const all = await docker.listContainers({ all: true, filters });
    const doomed = all.filter(
      ({ Names, Labels }) =>
        isMeant(Labels, meant) && (marker || !Names.includes(`/${layout.base}`)),
    );
    if (doomed.length === 0) return;
    for (const { Id } of doomed) {
      await gone(docker.getContainer(Id).remove({ force: true, v: true }));
    }
    await sleep(removalMilliseconds);
  }
}

const ownerKeys = ["palier.project", "palier.stack", "palier.application"];

/** All of them at once: another application's drill, or anything that is no drill's, is not found. */
function filterOf({ labels }: DrillLayout): string[] {
  return [...ownerKeys.map((key) => `${key}=${labels[key] ?? ""}`), drillLabel];
}

function belongs({ labels }: DrillLayout, found: Labels): boolean {
  return ownerKeys.every((key) => found[key] === labels[key]);
}

function isMeant(labels: Labels | undefined, meant: (value: string) => boolean): boolean {
  return meant(labels?.[drillLabel] ?? "");
}

/** Gone already, or being removed by somebody else. */
async function gone(removal: Promise<unknown>): Promise<void> {
  try {
    await removal;
  } catch (error) {
    if (statusOf(error) !== 404 && !String(error).includes("already in progress")) throw error;
  }
}

import type Dockerode from "dockerode";

import { hasEnded, isHere } from "../actor";
import { ensureImage } from "../engine/image";
import { OperationFailure, statusOf } from "../failure";
import { describeHolder, type LockHolder } from "../lock";
import { type DrillLayout, drillLabel } from "./layout";
import { holderOf, removeLeftovers, removeOf } from "./remove";

/** Longer than any drill takes: one of another machine that is older was killed. */
const longestHours = 12;

/**
 * Makes the container that stands for the drill, so that there is one at a time, and removes what
 * killed drills left. Nothing is removed that is not labelled as a drill's of this application.
 * @throws OperationFailure when a drill is under way, with who and since when.
 */
export async function claimDrill(
  docker: Dockerode,
  layout: DrillLayout,
  image: string,
): Promise<void> {
  await ensureImage(docker, image);
  while (!(await tryCreate(docker, layout, image))) {
    const found = await holderOf(docker, layout);
    if (found === undefined) continue;
    await refuseLiving(layout, found.holder);
    await removeOf(docker, layout, found.value);
  }
  await removeLeftovers(docker, layout);
}

async function tryCreate(
  docker: Dockerode,
  { base, labels }: DrillLayout,
  image: string,
): Promise<boolean> {
  try {
    await docker.createContainer({
      name: base,
      Image: image,
      Entrypoint: ["/never-started"],
      Labels: { ...labels },
      HostConfig: { NetworkMode: "none" },
    });
    return true;
  } catch (error) {
    if (statusOf(error) === 409) return false;
    throw error;
  }
}

async function refuseLiving(
  { labels, base }: DrillLayout,
  holder: LockHolder | undefined,
): Promise<void> {
  const application = labels["palier.application"] ?? "";
  if (holder === undefined) {
    throw new OperationFailure(
      `The container ${base} is in the way of a restore drill and has no label ${drillLabel} of this application: rename it or remove it.`,
    );
  }
  if (await isOver(holder)) return;
  throw new OperationFailure(
    `A restore drill of ${application} is under way (${describeHolder(holder)}): wait for it; one that was killed on another machine counts as over after ${longestHours} hours.`,
  );
}

async function isOver({ actor, since }: LockHolder): Promise<boolean> {
  if (await hasEnded(actor)) return true;
  return !(await isHere(actor)) && Date.now() - Date.parse(since) > longestHours * 3_600_000;
}

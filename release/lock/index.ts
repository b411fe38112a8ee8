import type Dockerode from "dockerode";

import { currentActor, describeActor, hasEnded } from "../actor";
import { accessThrough, type VolumeAccess, volumeMountPoint } from "../engine/archive";
import { ensureImage } from "../engine/image";
import { OperationFailure, statusOf } from "../failure";
import { report } from "../progress";
import { lockLabels, type LockHolder, parseHolder } from "./labels";

export type { LockHolder } from "./labels";

/** What a lock is about. */
export interface LockScope {
  readonly docker: Dockerode;
  readonly stack: string;
  readonly application: string;
  readonly journalVolume: string;
  /** Image of the container that is the lock; never started. */
  readonly helperImage: string;
}

/** A lock that this process holds. */
export interface ReleaseLock {
  readonly holder: LockHolder;
  /** The journal, which is written under the lock only. */
  readonly journal: VolumeAccess;
  release(): Promise<void>;
}

/**
 * Takes the lock of an application's releases: a container of a fixed name, because the engine gives
 * a name to one only, whichever machine asks. It is never started; its labels say who holds it. The
 * lock of a process that has certainly ended is taken over.
 * @throws OperationFailure with the holder and what to do.
 */
export async function takeLock(scope: LockScope): Promise<ReleaseLock> {
  await ensureImage(scope.docker, scope.helperImage);
  const holder = { actor: await currentActor(), since: new Date().toISOString() };
  for (;;) {
    const container = await tryCreate(scope, holder);
    if (container) {
      await removeSetAside(scope, container.id);
      return {
        holder,
        journal: accessThrough(container),
        release: () => container.remove({ force: true, v: true }),
      };
    }
    await clearDead(scope);
  }
}

/** Name of the lock's container. */
export function lockName(stack: string, application: string): string {
  return `palier-${stack}-${application}-release-lock`;
}

/** Who holds the lock; undefined when nobody does. */
export async function lockHolder(
  docker: Dockerode,
  stack: string,
  application: string,
): Promise<{ readonly holder: LockHolder | undefined; readonly id: string } | undefined> {
  try {
    const { Id, Config } = await docker.getContainer(lockName(stack, application)).inspect();
    return { id: Id, holder: parseHolder(Config.Labels) };
  } catch (error) {
    if (statusOf(error) === 404) return undefined;
    throw error;
  }
}

/** Removes a lock whatever its holder; the next release settles what the holder left. */
export async function removeLock(docker: Dockerode, id: string): Promise<void> {
  try {
    await docker.getContainer(id).remove({ force: true, v: true });
  } catch (error) {
    if (statusOf(error) !== 404) throw error;
  }
}

/**
 * Frees a lock whatever its holder, by giving its container another name. The next update sees it
 * there and releases the application again, which settles what the holder left, even when nothing
 * else changed; taking the lock removes it.
 */
export async function setAside(
  docker: Dockerode,
  stack: string,
  application: string,
  id: string,
): Promise<void> {
  const name = `${lockName(stack, application)}-set-aside-${id.slice(0, 12)}`;
  try {
    await docker.getContainer(id).rename({ name });
  } catch (error) {
    if (statusOf(error) !== 404) throw error;
  }
}

/**
 * Who holds a lock, and since when.
 * @param time How the time is written; as the lock has it when left out.
 */
export function describeHolder(
  holder: LockHolder | undefined,
  time = (since: string): string => since,
): string {
  return holder
    ? `${describeActor(holder.actor)}, since ${time(holder.since)}`
    : "somebody who left no name";
}

/** One line about a release that is under way. */
export function describeHeld(
  stack: string,
  application: string,
  holder: LockHolder | undefined,
): string {
  return `A release of ${application} is under way (${describeHolder(holder)}): wait for it, or, if it is certainly gone, run: make unlock STACK=${stack} APP=${application}`;
}

async function tryCreate(
  { docker, stack, application, journalVolume, helperImage }: LockScope,
  holder: LockHolder,
): Promise<Dockerode.Container | undefined> {
  try {
    return await docker.createContainer({
      name: lockName(stack, application),
      Image: helperImage,
      Entrypoint: ["/never-started"],
      Labels: lockLabels(stack, application, holder),
      HostConfig: {
        NetworkMode: "none",
        Mounts: [{ Type: "volume", Source: journalVolume, Target: volumeMountPoint }],
      },
    });
  } catch (error) {
    if (statusOf(error) === 409) return undefined;
    throw error;
  }
}

async function removeSetAside(
  { docker, stack, application }: LockScope,
  own: string,
): Promise<void> {
  const label = [
    "palier.component=lock",
    `palier.stack=${stack}`,
    `palier.application=${application}`,
  ];
  for (const { Id } of await docker.listContainers({ all: true, filters: { label } })) {
    if (Id !== own) await removeLock(docker, Id);
  }
}

/** By its id: another process may have taken the name meanwhile. */
async function clearDead({ docker, stack, application }: LockScope): Promise<void> {
  const found = await lockHolder(docker, stack, application);
  if (found === undefined) return;
  if (found.holder === undefined || !(await hasEnded(found.holder.actor))) {
    throw new OperationFailure(describeHeld(stack, application, found.holder));
  }
  report(`taking over the lock of ${describeActor(found.holder.actor)}, which has ended`);
  await removeLock(docker, found.id);
}

import Docker from "dockerode";

import { statusOf } from "../../../release/failure";

/** The engine that the tests deploy to. */
export const docker = new Docker({ socketPath: "/var/run/docker.sock" });

/** Where a stack of the tests runs. */
export interface Place {
  readonly docker: Docker;
  /** As the stack's file names it. */
  readonly endpoint: string;
  /** Where the published ports are. */
  readonly address: string;
  /** Has the engine have an image of this machine's own; nothing to do for that one. */
  readonly provide?: (image: string) => Promise<void>;
}

/** This machine's own engine. */
export const here: Place = {
  docker,
  endpoint: "unix:///var/run/docker.sock",
  address: "127.0.0.1",
};

/** What the tests look at in a container. */
export interface Running {
  readonly id: string;
  readonly name: string;
  readonly state: string;
  readonly startedAt: string;
  readonly process: string;
}

/** All containers of a stack, running or not. */
export async function containersOf(stack: string, engine = docker): Promise<Running[]> {
  const found = await engine.listContainers({
    all: true,
    filters: { label: [`palier.stack=${stack}`] },
  });
  const running = await Promise.all(
    found.map(async ({ Id, Labels }): Promise<Running | undefined> => {
      const info = await inspected(engine.getContainer(Id));
      return (
        info && {
          id: Id,
          name: info.Name.slice(1),
          state: info.State.Status,
          startedAt: info.State.StartedAt,
          process: Labels["palier.process"] ?? Labels["palier.component"] ?? "",
        }
      );
    }),
  );
  return running.filter((one) => one !== undefined);
}

/** One that was removed since it was listed is absent. */
async function inspected(
  container: Docker.Container,
): Promise<Docker.ContainerInspectInfo | undefined> {
  try {
    return await container.inspect();
  } catch (error) {
    if (statusOf(error) !== 404) throw error;
    return undefined;
  }
}

/** The containers of one process or service of a stack. */
export async function containersNamed(stack: string, process: string): Promise<Running[]> {
  return (await containersOf(stack)).filter((container) => container.process === process);
}

/** Names of the volumes of a stack. */
export async function volumesOf(stack: string): Promise<string[]> {
  const { Volumes } = await docker.listVolumes({ filters: { label: [`palier.stack=${stack}`] } });
  return Volumes.map(({ Name }) => Name).sort();
}

/** Names of the networks of a stack. */
export async function networksOf(stack: string): Promise<string[]> {
  const networks = await docker.listNetworks({ filters: { label: [`palier.stack=${stack}`] } });
  return networks.map(({ Name }) => Name).sort();
}

/** Removes everything that a stack of the tests left on the engine, protected data included. */
export async function purge(stack: string): Promise<void> {
  for (const { id } of await containersOf(stack)) {
    await docker.getContainer(id).remove({ force: true, v: true });
  }
  for (const name of await volumesOf(stack)) await docker.getVolume(name).remove();
  for (const name of await networksOf(stack)) await docker.getNetwork(name).remove();
}

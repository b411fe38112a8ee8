import type Dockerode from "dockerode";

import type { ApplicationSpec } from "../../../spec/deployment";
import { statusOf } from "../../failure";
import type { CommandContext } from "../context";

/** Containers of one process that should serve. */
export interface ContainersStatus {
  readonly process: string;
  /** Containers that should run: as declared, or as many as the release in service was given. */
  readonly wanted: number;
  readonly running: number;
  /** Of those that run; one without a health check counts. */
  readonly healthy: number;
  /** Of those that run, started so recently that the engine has no verdict yet. */
  readonly starting: number;
}

/** A container with a fixed name. */
export interface ServiceStatus {
  readonly name: string;
  readonly state: "healthy" | "unhealthy" | "starting" | "stopped" | "missing";
}

/**
 * The containers in service, by process: those that the engine has to keep running. One that a
 * release retired, or has not started yet, does not count.
 * @param declared Whether the declared release is in service, so that its numbers are those to expect.
 */
export async function processStatus(
  { docker, spec }: CommandContext,
  application: ApplicationSpec,
  declared: boolean,
): Promise<ContainersStatus[]> {
  const containers = await servingContainers(docker, spec.stack, application.name);
  const names = [...application.processes.map(({ name }) => name), ...containers.map(processOf)];
  return [...new Set(names)].map((process) => {
    const own = containers.filter((container) => processOf(container) === process);
    const running = own.filter(({ State }) => State.Running && !State.Restarting);
    const { containers: wanted = [] } =
      application.processes.find(({ name }) => name === process) ?? {};
    return {
      process,
      wanted: declared ? wanted.length : own.length,
      running: running.length,
      healthy: running.filter(({ State }) => healthOf(State) === "healthy").length,
      starting: running.filter(({ State }) => healthOf(State) === "starting").length,
    };
  });
}

/** See `processStatus`. */
export async function servingContainers(
  docker: Dockerode,
  stack: string,
  application: string,
): Promise<Dockerode.ContainerInspectInfo[]> {
  const label = [`palier.stack=${stack}`, `palier.application=${application}`, "palier.process"];
  const listed = await docker.listContainers({ all: true, filters: { label } });
  const found = await Promise.all(
    listed
      .filter(({ Labels, State }) => Labels["palier.component"] !== "task" && State !== "created")
      .map(({ Id }) => inspect(docker, Id)),
  );
  return found
    .filter((one) => one !== undefined)
    .filter(({ HostConfig }) => HostConfig.RestartPolicy?.Name === "always")
    .sort((one, other) => (one.Name < other.Name ? -1 : 1));
}

/** State of a container with a fixed name. */
export async function serviceStatus(
  docker: Dockerode,
  name: string,
  container: string,
): Promise<ServiceStatus> {
  const found = await inspect(docker, container);
  if (found === undefined) return { name, state: "missing" };
  const { Running, Restarting, Health } = found.State;
  if (!Running || Restarting) return { name, state: "stopped" };
  const health = Health?.Status;
  return { name, state: health === "unhealthy" || health === "starting" ? health : "healthy" };
}

/** "healthy" for a container without a health check. */
function healthOf({ Health }: Dockerode.ContainerInspectInfo["State"]): string {
  return Health?.Status ?? "healthy";
}

function processOf({ Config }: Dockerode.ContainerInspectInfo): string {
  return Config.Labels["palier.process"] ?? "";
}

/** Undefined when it was removed meanwhile. */
async function inspect(
  docker: Dockerode,
  id: string,
): Promise<Dockerode.ContainerInspectInfo | undefined> {
  try {
    return await docker.getContainer(id).inspect();
  } catch (error) {
    if (statusOf(error) === 404) return undefined;
    throw error;
  }
}

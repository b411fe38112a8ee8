import type Dockerode from "dockerode";
import { z } from "zod";

import type { ReleasedProcess } from "../../spec/operations";
import type { ApplicationContext } from "../context";
import { retire, start, waitHealthy } from "../engine/service";
import { statusOf } from "../failure";
import type { TransactionContext } from "../transaction/context";

/** Containers that a step starts or stops, with the seconds that each gets to end. */
export const containersSchema = z.object({
  containers: z.array(z.object({ id: z.string(), stopGraceSeconds: z.number() })),
});

/** See `containersSchema`. */
export type ContainerFacts = z.infer<typeof containersSchema>;

type Kind = ReleasedProcess["kind"];

/** Containers of this release, of processes of the kinds named. */
export function newContainers(
  { input }: TransactionContext,
  kinds: readonly Kind[],
): ContainerFacts {
  return {
    containers: processesOf(input.processes, kinds).flatMap(({ containers, stopGraceSeconds }) =>
      containers.map((id) => ({ id, stopGraceSeconds })),
    ),
  };
}

/**
 * Those of them that this release has to start. The others serve already, as after an interrupted or a
 * partial change: going back must leave them alone.
 */
export async function containersToStart(
  context: TransactionContext,
  kinds: readonly Kind[],
): Promise<ContainerFacts> {
  const { containers } = newContainers(context, kinds);
  const running = await Promise.all(
    processesOf(context.input.processes, kinds).map(({ name }) => runningContainers(context, name)),
  );
  const serving = new Set(running.flat().map(({ Id }) => Id));
  return { containers: containers.filter(({ id }) => !serving.has(id)) };
}

/** Containers of earlier releases that run, of processes of the kinds named. */
export async function oldContainers(
  context: TransactionContext,
  kinds: readonly Kind[],
): Promise<ContainerFacts> {
  const found = await Promise.all(
    processesOf(context.input.processes, kinds).map(async (process) => {
      const running = await runningContainers(context, process.name);
      return running
        .filter(({ Id }) => !process.containers.includes(Id))
        .map(({ Id }) => ({ id: Id, stopGraceSeconds: process.stopGraceSeconds }));
    }),
  );
  return { containers: found.flat() };
}

/** Containers of a process that run, of whichever release. */
export function runningContainers(
  { docker, stack, application }: ApplicationContext,
  process: string,
): Promise<Dockerode.ContainerInfo[]> {
  const labels = [
    `palier.stack=${stack}`,
    `palier.application=${application}`,
    `palier.process=${process}`,
  ];
  // Tasks carry the name of a process as well, of their own kind.
  return docker
    .listContainers({ filters: { label: labels } })
    .then((all) => all.filter(({ Labels }) => Labels["palier.component"] !== "task"));
}

/** Starts containers and waits until all are healthy; those that run already are left alone. */
export async function startHealthy(
  { docker, signal }: ApplicationContext,
  { containers }: ContainerFacts,
): Promise<void> {
  const all = containers.map(({ id }) => docker.getContainer(id));
  await allEnded(
    all.map(async (container) => {
      await start(container);
      await waitHealthy(container, signal);
    }),
  );
}

/** Starts again what was stopped; a container that is gone is gone for good. */
export async function startAgain(
  { docker }: ApplicationContext,
  { containers }: ContainerFacts,
): Promise<void> {
  await allEnded(
    containers.map(async ({ id }) => {
      try {
        await start(docker.getContainer(id));
      } catch (error) {
        if (statusOf(error) !== 404) throw error;
      }
    }),
  );
}

/** Stops containers so that they stay stopped, each with its grace period. */
export function stopAll(
  { docker }: ApplicationContext,
  { containers }: ContainerFacts,
): Promise<void> {
  return allEnded(
    containers.map(({ id, stopGraceSeconds }) => retire(docker.getContainer(id), stopGraceSeconds)),
  );
}

/** Waits for all before it throws the first failure: what is still under way could not be taken back. */
export async function allEnded(work: readonly Promise<void>[]): Promise<void> {
  for (const result of await Promise.allSettled(work)) {
    if (result.status === "rejected") throw result.reason;
  }
}

function processesOf(
  processes: readonly ReleasedProcess[],
  kinds: readonly Kind[],
): ReleasedProcess[] {
  return processes.filter(({ kind }) => kinds.includes(kind));
}

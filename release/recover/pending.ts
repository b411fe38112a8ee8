import type Dockerode from "dockerode";
import { z } from "zod";

import type { EngineSpec } from "../../spec/deployment";
import { nameOf } from "../../spec/urn";
import { statusOf } from "../failure";

const resourceSchema = z.looseObject({
  urn: z.string(),
  type: z.string(),
  inputs: z.record(z.string(), z.unknown()).optional(),
});

/** An exported state: the part that tells what a killed update was doing, and everything else as it is. */
export const stateSchema = z.looseObject({
  deployment: z.looseObject({
    resources: z.array(resourceSchema).optional(),
    pending_operations: z
      .array(z.looseObject({ type: z.string(), resource: resourceSchema }))
      .optional(),
  }),
});

/** What a killed update may have made without its state knowing. */
export interface PendingCreation {
  readonly urn: string;
  readonly type: string;
  /** Physical name of the object. */
  readonly name: string | undefined;
}

/** How a pending creation was settled. */
export interface Settlement {
  readonly urn: string;
  /** Identifier to take into the state, when the object is kept. */
  readonly importId: string | undefined;
  readonly explanation: string;
}

/** The engine that a stack was deployed to; undefined before its first update reached one. */
export function engineOf(state: z.infer<typeof stateSchema>): EngineSpec | undefined {
  const provider = state.deployment.resources?.find(
    ({ type }) => type === "pulumi:providers:docker",
  );
  const { host, certPath } = provider?.inputs ?? {};
  if (typeof host !== "string") return undefined;
  return { endpoint: host, certificates: typeof certPath === "string" ? certPath : undefined };
}

/** Creations that were under way when the last update was killed. */
export function pendingCreations(state: z.infer<typeof stateSchema>): PendingCreation[] {
  return (state.deployment.pending_operations ?? [])
    .filter(({ type }) => type === "creating")
    .map(({ resource: { urn, type, inputs } }) => ({
      urn,
      type,
      name: typeof inputs?.name === "string" ? inputs.name : undefined,
    }));
}

/**
 * Settles one pending creation: a volume is kept and taken into the state, because it may hold data;
 * a container or network that the update made is removed, because the next update makes it again.
 */
export async function settle(docker: Dockerode, creation: PendingCreation): Promise<Settlement> {
  const { urn, type, name } = creation;
  const nothing = { urn, importId: undefined, explanation: "nothing was made" };
  if (name === undefined) return nothing;
  switch (type) {
    case "docker:index/volume:Volume":
      return (await ifThere(() => docker.getVolume(name).inspect()))
        ? { urn, importId: name, explanation: `volume ${name} is kept` }
        : nothing;
    case "docker:index/container:Container": {
      const container = docker.getContainer(name);
      const labels = await ifThere(async () => (await container.inspect()).Config.Labels);
      return removeOwn(`container ${name}`, urn, labels, () => container.remove({ force: true }));
    }
    case "docker:index/network:Network": {
      const network = docker.getNetwork(name);
      const labels = await ifThere(async () => (await network.inspect()).Labels ?? {});
      return removeOwn(`network ${name}`, urn, labels, () => network.remove({ force: true }));
    }
    default:
      return nothing;
  }
}

/** Removes an object that the killed update made. One that somebody else made meanwhile is left alone. */
async function removeOwn(
  object: string,
  urn: string,
  labels: Readonly<Record<string, string>> | undefined,
  remove: () => Promise<unknown>,
): Promise<Settlement> {
  const settled = (explanation: string): Settlement => ({ urn, importId: undefined, explanation });
  if (labels === undefined) return settled("nothing was made");
  if (labels["palier.resource"] !== nameOf(urn)) {
    return settled(`${object} is not this stack's and was left alone`);
  }
  await remove();
  return settled(`unfinished ${object} was removed`);
}

/**
 * The state without operations under way. What was kept is in it; what was being changed or deleted
 * still has its old entry, so that the next update does it again.
 */
export function settledState(
  state: z.infer<typeof stateSchema>,
  settlements: readonly Settlement[],
): z.infer<typeof stateSchema> {
  const { resources = [], pending_operations: operations = [] } = state.deployment;
  const ids = new Map(settlements.map(({ urn, importId }) => [urn, importId]));
  const kept = operations
    .map(({ resource }) => ({ ...resource, id: ids.get(resource.urn), outputs: resource.inputs }))
    .filter(({ id }) => id !== undefined);
  return {
    ...state,
    deployment: { ...state.deployment, resources: [...resources, ...kept], pending_operations: [] },
  };
}

/** What the engine tells of an object, or undefined when there is none. */
async function ifThere<Result>(inspect: () => Promise<Result>): Promise<Result | undefined> {
  try {
    return await inspect();
  } catch (error) {
    if (statusOf(error) === 404) return undefined;
    throw error;
  }
}

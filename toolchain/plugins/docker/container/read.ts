import type Dockerode from "dockerode";

import { PartialCreateError, isMap } from "../../base/resource";
import type { Properties, ReadResult } from "../../base/resource";
import { textOf } from "../canonical";
import { onEngine, unlessGone } from "../session";
import type { DockerContext } from "../session";
import { importedInputs } from "./import";
import { containerOutputs, restartOf } from "./outputs";
import type { FullInspectInfo } from "./outputs";
import { megabyte } from "./spec-host";

/**
 * Looks at a container. Most of it cannot change during its life; what can be changed by hand is put
 * into the inputs, so that the next run repairs it: limits and restart policy (`docker update`), the
 * name, networks, and whether it runs.
 */
export async function readContainer(
  id: string,
  inputs: Properties,
  outputs: Properties,
  ctx: DockerContext,
): Promise<ReadResult | undefined> {
  return onEngine(ctx, `Reading container ${id.slice(0, 12)}`, async (docker) => {
    const container = docker.getContainer(id);
    const info = await unlessGone<FullInspectInfo>(container.inspect());
    if (!info) return undefined;
    if (Object.keys(inputs).length === 0) {
      const imported = importedInputs(
        info,
        await unlessGone(docker.getImage(info.Image).inspect()),
      );
      return { id: info.Id, inputs: imported, outputs: containerOutputs(info, imported) };
    }
    const actual = withDrift(inputs, info, await networkIds(docker, inputs));
    const result = { ...outputs, ...containerOutputs(info, actual) };
    refuseUnhealthy(info, inputs, result, ctx);
    return { id: info.Id, inputs: actual, outputs: result };
  });
}

/**
 * A container that was to be waited for and is unhealthy stays marked as failed. Without this a
 * refresh would take the mark away, and the next run would remove the old, healthy container.
 */
function refuseUnhealthy(
  info: FullInspectInfo,
  inputs: Properties,
  outputs: Properties,
  ctx: DockerContext,
): void {
  const { Running, Health } = info.State;
  // The engine also calls a stopped container unhealthy; that one is drift and simply to be started.
  if (inputs.wait !== true || !Running || Health?.Status !== "unhealthy") return;
  const name = info.Name.slice(1);
  throw new PartialCreateError(info.Id, outputs, [
    `Container "${name}" on ${ctx.config.address} runs and is unhealthy: see \`docker logs ${name}\`.`,
  ]);
}

/** The inputs that would make the container as it is now. */
function withDrift(
  inputs: Properties,
  info: FullInspectInfo,
  ids: ReadonlyMap<string, string>,
): Properties {
  const stopped = inputs.mustRun === true && inputs.start !== false && !isUp(info);
  return {
    ...inputs,
    ...differing(inputs, currentLimits(info)),
    ...(info.Name.slice(1) !== inputs.name && { name: info.Name.slice(1) }),
    ...driftedNetworks(inputs, info, ids),
    // As the official plugin does: a stopped container reads as one that need not run and publishes
    // nothing. With ports that means a replacement, without them a start.
    ...(stopped && { mustRun: false, ...(Array.isArray(inputs.ports) && { ports: [] }) }),
  };
}

function isUp({ State }: FullInspectInfo): boolean {
  return State.Running || State.Restarting;
}

/** Everything that `docker update` can change, in the units of the inputs; 0 means no limit. */
function currentLimits(info: FullInspectInfo): Properties {
  const { HostConfig: host } = info;
  const memory = Math.round((host.Memory ?? 0) / megabyte);
  const swap = host.MemorySwap ?? 0;
  return {
    cpuPeriod: host.CpuPeriod ?? 0,
    cpuQuota: host.CpuQuota ?? 0,
    cpuSet: host.CpusetCpus ?? "",
    cpuShares: host.CpuShares ?? 0,
    cpus: (host.NanoCpus ?? 0) / 1e9,
    maxRetryCount: host.RestartPolicy?.MaximumRetryCount ?? 0,
    memory,
    memoryReservation: Math.round((host.MemoryReservation ?? 0) / megabyte),
    memorySwap: swap > 0 ? Math.round(swap / megabyte) : swap,
    restart: restartOf(info),
  };
}

function differing(inputs: Properties, actual: Properties): Properties {
  const changed = Object.entries(actual).filter(([name, value]) => {
    const wanted = inputs[name];
    if (name === "memorySwap" && wanted === undefined) return isSwapOfOthers(inputs, actual);
    if (name === "cpus") return Number(wanted ?? 0) !== value;
    return (wanted ?? (typeof value === "string" ? "" : 0)) !== value;
  });
  return Object.fromEntries(
    changed.map(([name, value]) => [
      name,
      name === "cpus" && typeof value === "number" ? cpusText(value) : value,
    ]),
  );
}

/** Processors as the input writes them; no limit is an empty text. */
function cpusText(cpus: number): string {
  return cpus === 0 ? "" : String(cpus);
}

/** Without an own limit for swap the engine allows as much again as memory, or none where there is no swap. */
function isSwapOfOthers(inputs: Properties, { memory, memorySwap }: Properties): boolean {
  const usual = [0, -1, Number(memory) * 2, Number(inputs.memory ?? 0) * 2];
  return !usual.includes(Number(memorySwap));
}

/** Networks that somebody disconnected are missing from the inputs, others that were joined are added. */
function driftedNetworks(
  inputs: Properties,
  info: FullInspectInfo,
  ids: ReadonlyMap<string, string>,
): Properties {
  const wanted = inputs.networksAdvanced;
  if (!Array.isArray(wanted)) return {};
  const joined = new Map(
    Object.entries(info.NetworkSettings.Networks).map(([name, network]) => [
      name,
      network.NetworkID,
    ]),
  );
  const present = (name: string): boolean =>
    joined.has(name) ||
    [...joined.values()].some((id) => id !== "" && id === (ids.get(name) ?? name));
  const kept = wanted.filter((network) => isMap(network) && present(textOf(network.name)));
  const known = new Set(kept.flatMap((network) => (isMap(network) ? [textOf(network.name)] : [])));
  const knownIds = new Set([...known].map((name) => ids.get(name) ?? name));
  const added = [...joined].filter(([name, id]) => !known.has(name) && !knownIds.has(id));
  if (kept.length === wanted.length && added.length === 0) return {};
  return { networksAdvanced: [...kept, ...added.map(([name]) => ({ name }))] };
}

/** The IDs behind the names (or IDs) in `networksAdvanced`; a network that is gone has none. */
async function networkIds(
  docker: Dockerode,
  inputs: Properties,
): Promise<ReadonlyMap<string, string>> {
  const wanted = Array.isArray(inputs.networksAdvanced) ? inputs.networksAdvanced : [];
  const names = wanted.flatMap((network) => (isMap(network) ? [textOf(network.name)] : []));
  const found = await Promise.all(
    names.map(async (name) => {
      const info = await unlessGone(docker.getNetwork(name).inspect());
      return [name, info?.Id ?? ""] as const;
    }),
  );
  return new Map(found.filter(([, id]) => id !== ""));
}

import type Dockerode from "dockerode";

import { PartialCreateError } from "../../base/resource";
import type { Properties } from "../../base/resource";
import { onEngine } from "../session";
import type { DockerContext } from "../session";
import { decode } from "../shape";
import { containerShape } from "./inputs";
import type { ContainerInputs } from "./inputs";
import { containerOutputs } from "./outputs";
import { megabyte, swapBytes } from "./spec-host";
import { startContainer } from "./start";

/** What the engine can change in a container that exists. */
interface UpdateBody {
  readonly CpuShares?: number;
  readonly CpusetCpus?: string;
  readonly Memory?: number;
  readonly MemoryReservation?: number;
  readonly MemorySwap?: number;
  readonly RestartPolicy: { readonly Name: string; readonly MaximumRetryCount: number };
}

/**
 * Changes limits and the restart policy in place. A container that must run and does not is started
 * (and waited for), be it that somebody stopped it or that its first start failed.
 */
export async function updateContainer(
  id: string,
  _olds: Properties,
  news: Properties,
  ctx: DockerContext,
): Promise<Properties> {
  const spec = decode(containerShape, news);
  const name = spec.name ?? ctx.name;
  return onEngine(ctx, `Updating container "${name}"`, async (docker) => {
    const container = docker.getContainer(id);
    await (container.update(updateBody(spec)) as Promise<unknown>);
    const failure = await ensureRunning(docker, container, spec, ctx);
    const outputs = containerOutputs(await container.inspect(), news);
    if (failure) {
      const reason = `Container "${name}" on ${ctx.config.address}: ${failure}`;
      throw new PartialCreateError(id, outputs, [ctx.redact(reason)]);
    }
    return outputs;
  });
}

function updateBody(spec: ContainerInputs): UpdateBody {
  const memory = spec.memory ? spec.memory * megabyte : undefined;
  // Without an own limit for swap the engine gives as much again at creation; an update has to say so.
  const swap = spec.memorySwap ? swapBytes(spec.memorySwap) : memory && memory * 2;
  return {
    ...(spec.cpuShares && { CpuShares: spec.cpuShares }),
    ...(spec.cpuSet && { CpusetCpus: spec.cpuSet }),
    ...(memory && { Memory: memory }),
    ...(swap && { MemorySwap: swap }),
    ...(spec.memoryReservation && { MemoryReservation: spec.memoryReservation * megabyte }),
    RestartPolicy: { Name: spec.restart ?? "no", MaximumRetryCount: spec.maxRetryCount ?? 0 },
  };
}

async function ensureRunning(
  docker: Dockerode,
  container: Dockerode.Container,
  spec: ContainerInputs,
  ctx: DockerContext,
): Promise<string | undefined> {
  if (spec.mustRun === false || spec.start === false) return undefined;
  const { State: state } = await container.inspect();
  const wasStopped = ctx.oldInputs.mustRun === false || state.Status === "created";
  // A container that was not waited for when it was made is not judged afterwards either.
  const waited = spec.wait === true && ctx.oldInputs.wait === true;
  const unready = waited && state.Health?.Status !== "healthy";
  if (state.Running && !unready) return undefined;
  if (!state.Running && !wasStopped && !unready) return undefined;
  return startContainer(docker, container, spec, ctx);
}

import type Dockerode from "dockerode";

import type { OneOffContainer } from "../../spec/container";
import { waitForEnd } from "../../toolchain/engine";
import { statusOf } from "../failure";
import { createOptions } from "./create-options";
import { ensureImage } from "./image";
import { unframe } from "./logs";

/** How a one-off container ended. */
export interface OneOffResult {
  readonly exitCode: number;
  /** Both streams, in the order in which they came. */
  readonly output: string;
  /** Standard output alone: the answer of a command that also says what it does. */
  readonly stdout: string;
  /** Standard error alone: the reason of a failure, whose place among the other lines is a matter of chance. */
  readonly stderr: string;
  /** Whether it was stopped because it took too long. */
  readonly timedOut: boolean;
}

/** How long a one-off container may take, and what may end it early. */
export interface OneOffLimits {
  readonly timeoutSeconds: number;
  readonly signal: AbortSignal;
}

/**
 * Runs one command in a container of its own and removes the container.
 * @param name Fixed, so that what a killed run left behind is found and removed first and never runs twice.
 */
export async function runOneOff(
  docker: Dockerode,
  name: string,
  spec: OneOffContainer,
  limits: OneOffLimits,
): Promise<OneOffResult> {
  await ensureImage(docker, spec.image);
  await removeLeftover(docker, name, limits.timeoutSeconds);
  const container = await docker.createContainer({ name, ...createOptions(spec) });
  let timedOut = false;
  const stop = (): void => {
    container.kill().catch(() => undefined);
  };
  const timer = setTimeout(() => {
    timedOut = true;
    stop();
  }, limits.timeoutSeconds * 1000);
  limits.signal.addEventListener("abort", stop, { once: true });
  try {
    for (const { network, aliases } of spec.networks.slice(1)) {
      await docker
        .getNetwork(network)
        .connect({ Container: container.id, EndpointConfig: { Aliases: [...aliases] } });
    }
    // A stop asked for before the start has met a container that did not run.
    limits.signal.throwIfAborted();
    await container.start();
    if (limits.signal.aborted) stop();
    const exitCode = await waitForEnd(container);
    const raw = await container.logs({ stdout: true, stderr: true, follow: false });
    return {
      exitCode,
      output: unframe(raw).trim(),
      stdout: unframe(raw, "stdout").trim(),
      stderr: unframe(raw, "stderr").trim(),
      timedOut,
    };
  } finally {
    clearTimeout(timer);
    limits.signal.removeEventListener("abort", stop);
    await removed(container);
  }
}

async function removed(container: Dockerode.Container): Promise<void> {
  try {
    await container.remove({ force: true, v: true });
  } catch (error) {
    if (statusOf(error) !== 404) throw error;
  }
}

/** A run that is still going on is waited for, because two migrations at once are worse than a delay. */
async function removeLeftover(docker: Dockerode, name: string, waitSeconds: number): Promise<void> {
  const leftover = docker.getContainer(name);
  const timer = setTimeout(() => {
    leftover.kill().catch(() => undefined);
  }, waitSeconds * 1000);
  try {
    await waitForEnd(leftover);
    await removed(leftover);
  } catch (error) {
    if (statusOf(error) !== 404) throw error;
  } finally {
    clearTimeout(timer);
  }
}

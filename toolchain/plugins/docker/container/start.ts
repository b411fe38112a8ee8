import type Dockerode from "dockerode";

import { reasonOf, statusOf } from "../../../engine";
import type { DockerContext } from "../session";
import type { ContainerInputs } from "./inputs";
import { waitUntilHealthy } from "./wait";

/**
 * Starts a complete container and, when `wait` says so, waits until it is healthy.
 * @returns undefined when all is well, else why not, in one line (and its last output).
 */
export async function startContainer(
  docker: Dockerode,
  container: Dockerode.Container,
  spec: ContainerInputs,
  ctx: DockerContext,
): Promise<string | undefined> {
  try {
    await container.start();
  } catch (error) {
    // 304: it runs already.
    if (statusOf(error) !== 304) {
      const reason = reasonOf(error);
      return `it cannot be started: ${reason}${await portHolders(docker, spec, reason)}`;
    }
  }
  if (spec.wait) return waitUntilHealthy(container, spec, ctx);
  return undefined;
}

/** Who publishes the port that is taken; empty when the failure is another one or no container holds it. */
async function portHolders(
  docker: Dockerode,
  spec: ContainerInputs,
  reason: string,
): Promise<string> {
  if (!/port is already allocated|address already in use/.test(reason)) return "";
  const wanted = new Set((spec.ports ?? []).map(({ external }) => external));
  const running = await docker.listContainers();
  const holders = running.filter(({ Ports }) =>
    Ports.some(({ PublicPort }) => wanted.has(PublicPort)),
  );
  const names = holders.map(({ Names }) => (Names[0] ?? "").slice(1));
  if (names.length > 0) return `; the port is held by container ${names.join(", ")}`;
  return "; no container holds the port, so another program on that machine does";
}

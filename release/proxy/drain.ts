import { setTimeout as sleep } from "node:timers/promises";

import type Dockerode from "dockerode";

import { longestAnswerSeconds } from "../../nginx";
import type { ReleaseRoute } from "../../spec/operations";
import type { ProxySiteSpec } from "../../spec/proxy";
import type { ApplicationContext } from "../context";
import { execute } from "../engine/exec";
import { hasOldWorkers } from "../engine/proxy";
import { report } from "../progress";
import { readConnections, requestsUnderWay, type DrainTarget } from "./connections";

const pollMilliseconds = 200;

/** nginx cuts what is left after its own limit, which begins a moment later than ours. */
const marginMilliseconds = 5000;

/** A process that answers websockets and pages alike: after this time its connections are taken for websockets. */
const websocketMilliseconds = 30_000;

/**
 * Waits until requests that began before the proxy was switched have ended, uploads and slow
 * answers included, because their workers still pass requests to the old containers. Connections
 * that are idle, websockets and other applications' requests are not waited for.
 */
export async function drainOldWorkers(
  { docker, stack, application, signal }: ApplicationContext,
  route: ReleaseRoute,
): Promise<void> {
  const container = docker.getContainer(route.container);
  const begun = Date.now();
  const limit = longestAnswerSeconds([route.site]) * 1000 + marginMilliseconds;
  while (await hasOldWorkers(container)) {
    signal.throwIfAborted();
    const waited = Date.now() - begun;
    const target = {
      addresses: await addressesOf(docker, stack, application),
      websocketPorts: websocketPorts(route.site, waited > websocketMilliseconds),
    };
    const left = await requestsLeft(container, route.httpsPort, target);
    if (left === 0) return;
    if (waited > limit) {
      report(`${left ?? "some"} requests of before the switch are still open; they are cut`);
      return;
    }
    await sleep(pollMilliseconds, undefined, { signal });
  }
}

/** Undefined when the container does not let its connections be seen. */
async function requestsLeft(
  container: Dockerode.Container,
  httpsPort: number,
  target: DrainTarget,
): Promise<number | undefined> {
  // The brackets keep the search from finding itself.
  const title = "nginx: worker process is shutting dow[n]";
  const search = ["find", "/proc", "-maxdepth", "2", "-name", "cmdline"];
  const found = await execute(container, [...search, "-exec", "grep", "-l", title, "{}", "+"]);
  const folders = [...found.output.matchAll(/^(\/proc\/\d+)\/cmdline$/gm)].map(
    ([, folder]) => `${folder ?? ""}/fd`,
  );
  if (folders.length === 0) return undefined;
  const sockets = await execute(container, ["ls", "-l", ...folders]);
  const table = await execute(container, ["cat", "/proc/net/tcp"]);
  // A worker that has ended meanwhile cannot be listed, and one that may not be listed shows nothing.
  if (!sockets.output.includes("->") || table.exitCode !== 0) return undefined;
  return requestsUnderWay(readConnections(sockets.output, table.output, [httpsPort]), target);
}

async function addressesOf(
  docker: Dockerode,
  stack: string,
  application: string,
): Promise<string[]> {
  const containers = await docker.listContainers({
    filters: { label: [`palier.stack=${stack}`, `palier.application=${application}`] },
  });
  return containers.flatMap(({ NetworkSettings }) =>
    Object.values(NetworkSettings.Networks).map(({ IPAddress }) => IPAddress),
  );
}

function websocketPorts(site: ProxySiteSpec, mixed: boolean): number[] {
  return site.upstreams
    .filter(({ process }, index) => {
      const own = site.routes.flatMap((route) =>
        route.kind === "application" &&
        (route.process === process || (route.process === undefined && index === 0))
          ? [route.websocket]
          : [],
      );
      return mixed ? own.includes(true) : own.length > 0 && !own.includes(false);
    })
    .map(({ port }) => port);
}

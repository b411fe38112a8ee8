import { setTimeout as sleep } from "node:timers/promises";

import type Dockerode from "dockerode";

import { OperationFailure, statusOf } from "../failure";
import { report } from "../progress";
import { execute } from "./exec";

const configuration = "/etc/palier/nginx/nginx.conf";

/** Numeric user of the proxy, as in the official nginx images; owns the files of its volume. */
export const proxyUser = { uid: 101, gid: 101 };

/** Longest time that connections of the old configuration are waited for; they are cut by nginx itself soon after. */
const drainMilliseconds = 30_000;

/** Tests what the proxy would load, and throws when it is refused. */
export async function testProxy(docker: Dockerode, name: string): Promise<void> {
  const { exitCode, output } = await execute(docker.getContainer(name), [
    "nginx",
    "-t",
    "-q",
    "-c",
    configuration,
  ]);
  if (exitCode !== 0) {
    throw new OperationFailure(
      "nginx refuses the configuration; the proxy keeps the one it has.",
      output.split("\n").slice(-10),
    );
  }
}

/**
 * Makes a running proxy take up its configuration without closing a connection. A proxy that does
 * not run or does not exist yet reads it when it starts.
 */
export async function reloadProxy(docker: Dockerode, name: string): Promise<void> {
  const container = docker.getContainer(name);
  try {
    const { State } = await container.inspect();
    if (!State.Running || State.Restarting) return;
  } catch (error) {
    if (statusOf(error) === 404) return;
    throw error;
  }
  const { exitCode, output } = await execute(container, [
    "nginx",
    "-s",
    "reload",
    "-c",
    configuration,
  ]);
  if (exitCode !== 0) {
    throw new OperationFailure(
      "The proxy did not take up its new configuration.",
      output.split("\n").slice(-10),
    );
  }
  await waitForOldWorkers(container);
}

/** Until they are gone, old workers send requests to the old containers. */
async function waitForOldWorkers(container: Dockerode.Container): Promise<void> {
  const deadline = Date.now() + drainMilliseconds;
  // The master needs a moment to tell its old workers to finish.
  await sleep(200);
  while (await hasOldWorkers(container)) {
    if (Date.now() > deadline) {
      report(
        "some connections of the old configuration are still open; they are closed when the old containers stop",
      );
      return;
    }
    await sleep(100);
  }
}

async function hasOldWorkers(container: Dockerode.Container): Promise<boolean> {
  const { Processes } = (await container.top({ ps_args: "-eo pid,args" })) as {
    readonly Processes: readonly string[][];
  };
  return Processes.some((columns) => columns.join(" ").includes("worker process is shutting down"));
}

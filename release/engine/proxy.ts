import { setTimeout as sleep } from "node:timers/promises";

import type Dockerode from "dockerode";

import { OperationFailure, statusOf } from "../failure";
import { execute } from "./exec";
import { lastLines } from "./logs";

const configuration = "/etc/palier/nginx/nginx.conf";

/** Numeric user of the proxy, as in the official nginx images; owns the files of its volume. */
export const proxyUser = { uid: 101, gid: 101 };

/** A busy host needs a while to read a large configuration and to start workers. */
const takeUpMilliseconds = 30_000;
const pollMilliseconds = 50;
const evidenceLines = 10;

/** A process of the proxy that serves, or that only ends what it began. */
interface ProxyWorker {
  /** On the engine's host. */
  readonly id: string;
  /** Runs an earlier configuration: accepts nothing any more and ends with its last request. */
  readonly old: boolean;
}

/** Nginx has read its configuration and does not take it. */
export class ConfigurationRefused extends OperationFailure {}

/**
 * Tests what the proxy would load.
 * @throws ConfigurationRefused, or OperationFailure when nginx was ended before it had a verdict.
 */
export async function testProxy(docker: Dockerode, name: string): Promise<void> {
  const { exitCode, output } = await execute(docker.getContainer(name), [
    "nginx",
    "-t",
    "-q",
    "-c",
    configuration,
  ]);
  const evidence = output.split("\n").slice(-evidenceLines);
  if (exitCode === 1) {
    throw new ConfigurationRefused(
      "nginx refuses the configuration; the proxy keeps the one it has.",
      evidence,
    );
  }
  if (exitCode !== 0) {
    throw new OperationFailure(
      `nginx did not test the configuration to its end (exit code ${exitCode}); the proxy keeps the one it has.`,
      evidence,
    );
  }
}

/** Whether the proxy runs; one that does not reads its configuration when it starts. */
export async function proxyRuns(docker: Dockerode, name: string): Promise<boolean> {
  return (await proxyStart(docker, name)) !== undefined;
}

/** When the proxy that runs was started, as the engine tells it: another time means a restart. Undefined for one that does not run. */
export async function proxyStart(docker: Dockerode, name: string): Promise<string | undefined> {
  try {
    const { State } = await docker.getContainer(name).inspect();
    return State.Running && !State.Restarting ? State.StartedAt : undefined;
  } catch (error) {
    if (statusOf(error) === 404) return undefined;
    throw error;
  }
}

/** See `proxyStart`; undefined as well while it has no worker that takes requests, because it starts or ends. */
export async function servesSince(docker: Dockerode, name: string): Promise<string | undefined> {
  const since = await proxyStart(docker, name);
  if (since === undefined) return undefined;
  try {
    const workers = await workersOf(docker.getContainer(name));
    return workers.some(({ old }) => !old) ? since : undefined;
  } catch (error) {
    // It ends just now; the engine answers 500 when the processes are gone, but not the container.
    if ([404, 409, 500].includes(statusOf(error) ?? 0)) return undefined;
    throw error;
  }
}

/**
 * Makes a running proxy take up its configuration without closing a connection, and returns once
 * all new requests meet it. A proxy that does not run reads it when it starts.
 * @throws OperationFailure when the workers of the earlier configuration go on accepting.
 */
export async function reloadProxy(docker: Dockerode, name: string): Promise<void> {
  if (!(await proxyRuns(docker, name))) return;
  const container = docker.getContainer(name);
  const before = (await workersOf(container)).filter(({ old }) => !old).map(({ id }) => id);
  const { exitCode, output } = await execute(container, [
    "nginx",
    "-s",
    "reload",
    "-c",
    configuration,
  ]);
  if (exitCode !== 0) throw notTakenUp(output.split("\n"));
  const deadline = Date.now() + takeUpMilliseconds;
  while (!isTakenUp(await workersOf(container), before)) {
    if (Date.now() > deadline) throw notTakenUp(await lastLines(container, evidenceLines));
    await sleep(pollMilliseconds);
  }
}

/** Whether workers of earlier configurations still end what they began. */
export async function hasOldWorkers(container: Dockerode.Container): Promise<boolean> {
  return (await workersOf(container)).some(({ old }) => old);
}

function isTakenUp(now: readonly ProxyWorker[], before: readonly string[]): boolean {
  const serving = now.filter(({ old }) => !old);
  return serving.length > 0 && serving.every(({ id }) => !before.includes(id));
}

async function workersOf(container: Dockerode.Container): Promise<ProxyWorker[]> {
  const { Processes } = (await container.top({ ps_args: "-eo pid,args" })) as {
    // The engine's spelling of none, in the moment of a restart.
    readonly Processes: readonly string[][] | null;
  };
  return (Processes ?? []).flatMap(([id = "", ...title]) => {
    const text = title.join(" ");
    if (!text.includes("nginx: worker process")) return [];
    return [{ id, old: text.includes("is shutting down") }];
  });
}

function notTakenUp(evidence: readonly string[]): OperationFailure {
  return new OperationFailure(
    "The proxy did not take up its new configuration; it serves with the one it had.",
    evidence.slice(-evidenceLines),
  );
}

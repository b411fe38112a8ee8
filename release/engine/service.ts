import { setTimeout as sleep } from "node:timers/promises";

import type Dockerode from "dockerode";

import { OperationFailure, reasonOf, statusOf } from "../failure";
import { execute } from "./exec";
import { lastLines } from "./logs";

const pollMilliseconds = 250;
const evidenceLines = 15;

/** Time on top of the declared health check for a busy host. */
const marginMilliseconds = 30_000;

/** How long, and how often, to look for the moment in which a container that restarts has ended. */
const endingMilliseconds = 5000;
const endingPollMilliseconds = 50;

/** The engine's own limit of a health check that declares none. */
const engineTimeoutMilliseconds = 30_000;

/** Starts a container; one that runs already is left alone. Answers whether it was started now. */
export async function start(container: Dockerode.Container): Promise<boolean> {
  await setRestart(container, "always");
  try {
    await container.start();
    return true;
  } catch (error) {
    if (statusOf(error) === 304) return false;
    throw error;
  }
}

/**
 * Stops a container so that it stays stopped: with its restart policy left in force, a restart of
 * the engine would bring it back beside its successor.
 */
export async function retire(container: Dockerode.Container, graceSeconds: number): Promise<void> {
  try {
    await setRestart(container, "no");
    await container.stop({ t: graceSeconds });
  } catch (error) {
    // Stopped already, or gone.
    if (statusOf(error) !== 304 && statusOf(error) !== 404) throw error;
  }
}

/** A container that ends just now is neither running nor stopped for the engine, which then refuses an update. */
const endingPauses = [200, 500, 1000, 2000];

/** What the engine says of it, sooner and later in its end. */
const endingReasons = /cannot update a stopped container|task \S+ not found|container not running/;

async function setRestart(container: Dockerode.Container, policy: "always" | "no"): Promise<void> {
  for (const pause of [...endingPauses, undefined]) {
    try {
      await container.update({ RestartPolicy: { Name: policy } });
      return;
    } catch (error) {
      const ending = endingReasons.test(reasonOf(error));
      if (!ending || pause === undefined) throw error;
      await sleep(pause);
    }
  }
}

/**
 * Waits until a container's health check passes. The check is run from here as well as by the
 * engine, because the engine's first run comes only after a whole interval.
 * @throws OperationFailure with the last log lines when it exits, crashes repeatedly, turns unhealthy or takes too long.
 */
export async function waitHealthy(
  container: Dockerode.Container,
  signal: AbortSignal,
): Promise<void> {
  const first = await container.inspect();
  const name = first.Name.slice(1);
  const deadline = Date.now() + allowedMilliseconds(first);
  for (;;) {
    signal.throwIfAborted();
    const { State, RestartCount } = await container.inspect();
    if (RestartCount > first.RestartCount + 1 || !State.Running) {
      const ended = await endedState(container);
      throw await failure(container, `Container ${name} does not stay up: ${ending(ended)}`);
    }
    if (State.Health?.Status === "healthy") return;
    // The engine calls a container that has ended unhealthy as well, until it runs again.
    if (isUp(State) && State.Health?.Status === "unhealthy") {
      throw await failure(container, `Container ${name} is unhealthy: ${lastProbe(State)}`);
    }
    if (isUp(State) && (await probe(container, first.Config.Healthcheck))) return;
    if (Date.now() > deadline) {
      throw await failure(
        container,
        `Container ${name} did not become healthy in time: ${lastProbe(State)}`,
      );
    }
    await sleep(pollMilliseconds);
  }
}

/** The engine calls a container that waits for its next restart running as well. */
function isUp({ Running, Restarting }: Dockerode.ContainerInspectInfo["State"]): boolean {
  return Running && !Restarting;
}

/**
 * State of a container that keeps ending, at a moment when it has ended: while it runs, the engine
 * tells nothing of how it ended before. Undefined when it runs on.
 */
async function endedState(
  container: Dockerode.Container,
): Promise<Dockerode.ContainerInspectInfo["State"] | undefined> {
  const deadline = Date.now() + endingMilliseconds;
  while (Date.now() < deadline) {
    const { State } = await container.inspect();
    if (!isUp(State)) return State;
    await sleep(endingPollMilliseconds);
  }
  return undefined;
}

/** Runs the declared check once. A container that ends meanwhile has failed it. */
async function probe(
  container: Dockerode.Container,
  check: Dockerode.HealthConfig | undefined,
): Promise<boolean> {
  const [kind, ...command] = check?.Test ?? [];
  if (kind !== "CMD" || command.length === 0) return false;
  try {
    // A check that hangs must not keep the release from seeing what the engine thinks of it.
    const timeout = (check?.Timeout ?? 0) / 1e6 || engineTimeoutMilliseconds;
    return (await execute(container, command, timeout)).exitCode === 0;
  } catch (error) {
    if (statusOf(error) === 409) return false;
    throw error;
  }
}

function ending(state: Dockerode.ContainerInspectInfo["State"] | undefined): string {
  if (state === undefined) return "it was restarted several times";
  const reason = state.OOMKilled ? " because it ran out of memory" : "";
  return `it ended with exit code ${state.ExitCode}${reason}`;
}

function allowedMilliseconds(info: Dockerode.ContainerInspectInfo): number {
  const { Interval = 0, Timeout = 0, Retries = 0, StartPeriod = 0 } = info.Config.Healthcheck ?? {};
  return (StartPeriod + (Interval + Timeout) * (Retries + 1)) / 1e6 + marginMilliseconds;
}

function lastProbe(state: Dockerode.ContainerInspectInfo["State"]): string {
  const probe = state.Health?.Log.at(-1);
  return probe
    ? `the last probe answered ${probe.ExitCode}: ${probe.Output.trim().slice(0, 200)}`
    : "no probe has run";
}

async function failure(container: Dockerode.Container, message: string): Promise<OperationFailure> {
  return new OperationFailure(message, await lastLines(container, evidenceLines));
}

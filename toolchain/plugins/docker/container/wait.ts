import { setTimeout as delay } from "node:timers/promises";

import type Dockerode from "dockerode";

import type { DockerContext } from "../session";
import type { ContainerInputs } from "./inputs";
import { containerLogs } from "./logs";

/** How often the state is asked for, in milliseconds: ten times the pace of the shortest useful health check. */
const pace = 100;

/** How many lines of a container's output an error quotes at most. */
const quotedLines = 20;

/** How often a container may be restarted by its policy while it is waited for, before it counts as failed. */
const acceptedRestarts = 3;

/**
 * Waits until a container is healthy. Unlike the official plugin it stops waiting as soon as the
 * container exits, keeps restarting or turns unhealthy.
 * @returns undefined when healthy, else one line that says why not, with the last lines of output.
 */
export async function waitUntilHealthy(
  container: Dockerode.Container,
  spec: Pick<ContainerInputs, "envs" | "waitTimeout">,
  ctx: DockerContext,
): Promise<string | undefined> {
  const waitTimeout = spec.waitTimeout ?? 60;
  const end = Date.now() + waitTimeout * 1000;
  for (;;) {
    const info = await container.inspect();
    const verdict = judge(info, waitTimeout, Date.now() >= end || ctx.signal.aborted);
    if (verdict === "healthy") return undefined;
    if (verdict !== "starting") {
      return redactEnvs(
        `${verdict}${lastProbe(info)}${await lastLines(container)}`,
        spec.envs,
        ctx,
      );
    }
    await delay(pace);
  }
}

function judge(info: Dockerode.ContainerInspectInfo, waitTimeout: number, late: boolean): string {
  const { State: state, RestartCount } = info;
  const { ExitCode, Health, OOMKilled } = state;
  const why = OOMKilled ? ", killed because it used more memory than its limit" : "";
  if (state.Status === "exited" || state.Status === "dead") {
    return `the container exited with code ${ExitCode}${why} before it was healthy`;
  }
  if (RestartCount > acceptedRestarts) {
    return `the container keeps exiting (last code ${ExitCode}${why}) and was restarted ${RestartCount} times`;
  }
  const pending = late ? `the container was not healthy within ${waitTimeout} s` : "starting";
  // Between two runs the engine calls a container unhealthy that was never asked.
  if (!state.Running || state.Restarting) return pending;
  if (!Health || Health.Status === "none") {
    return "the container has no health check, so wait: true cannot tell when it is ready";
  }
  if (Health.Status === "healthy") return "healthy";
  if (Health.Status === "unhealthy") return "the container's health check failed (unhealthy)";
  return pending;
}

function lastProbe(info: Dockerode.ContainerInspectInfo): string {
  // The list is null before the first probe, whatever the client's type says.
  const probes = (info.State.Health?.Log ?? []) as { Output: string }[];
  const output = probes.at(-1)?.Output.trim().split("\n").slice(-3).join(" | ") ?? "";
  return output === "" ? "" : `; last probe: ${output.slice(0, 300)}`;
}

/** A program prints the value of a secret variable without its name in front, so both forms are taken out. */
function redactEnvs(text: string, envs: readonly string[] = [], ctx: DockerContext): string {
  const secrets = envs
    .filter((env) => ctx.redact(env) !== env)
    .map((env) => env.slice(env.indexOf("=") + 1))
    .filter((value) => value.length >= 3);
  return secrets.reduce((result, value) => result.replaceAll(value, "[secret]"), ctx.redact(text));
}

/** The last lines that a container printed, for an error message; not redacted yet. */
export async function lastLines(container: Dockerode.Container): Promise<string> {
  let output: string;
  try {
    output = await containerLogs(container, { tail: quotedLines });
  } catch {
    // A logging driver that keeps nothing readable must not hide the failure itself.
    return "; its output cannot be read back from its logging driver";
  }
  const lines = output.trimEnd();
  return lines === "" ? "; it printed nothing" : `; last lines of output:\n${lines}`;
}

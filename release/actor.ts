import { hostname, userInfo } from "node:os";

import { z } from "zod";

import type { Actor } from "../spec/journal";
import { bootId, machineId, startTicks } from "./process-table";

/** Checks an actor that was read from a journal or from labels. */
export const actorSchema = z.object({
  user: z.string(),
  host: z.string(),
  machine: z.string(),
  pid: z.number(),
  started: z.string(),
}) satisfies z.ZodType<Actor>;

/** Names that CI systems give to whoever started a job. */
const initiators = ["GITHUB_ACTOR", "GITLAB_USER_LOGIN", "SUDO_USER"];

/** This process and who runs it. */
export async function currentActor(): Promise<Actor> {
  const initiator = initiators.map((name) => process.env[name]).find((name) => name !== undefined);
  return {
    user: initiator ?? userInfo().username,
    host: hostname(),
    machine: await machineId(),
    pid: process.pid,
    started: (await startOf(process.pid)) ?? "",
  };
}

/** Whether an actor is of this machine, whose processes can be looked at. */
export async function isHere({ host, machine }: Actor): Promise<boolean> {
  return host === hostname() && machine === (await machineId());
}

/** Whether the process of an actor has certainly ended. On another machine nobody can tell. */
export async function hasEnded(actor: Actor): Promise<boolean> {
  if (!(await isHere(actor))) return false;
  return (await startOf(actor.pid)) !== actor.started;
}

/** "anne@server, process 4711". */
export function describeActor({ user, host, pid }: Actor): string {
  return `${user}@${host}, process ${pid}`;
}

async function startOf(pid: number): Promise<string | undefined> {
  const [boot, ticks] = await Promise.all([bootId(), startTicks(pid)]);
  return ticks === undefined ? undefined : `${boot}:${ticks}`;
}

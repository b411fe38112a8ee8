import type Dockerode from "dockerode";

import type { ApplicationSpec, DeploymentSpec } from "../../spec/deployment";
import type { OverrideUse, RestoreDrill } from "../../spec/journal";
import type { ApplicationContext } from "../context";
import { type VolumeAccess, withVolume } from "../engine/archive";
import { statusOf } from "../failure";
import { type Journal, readJournal } from "../journal";
import { readRestoreDrills } from "../journal/drills";
import { readOverrideUses } from "../journal/overrides";

/** What a command of the operator works on. */
export interface CommandContext {
  readonly docker: Dockerode;
  readonly spec: DeploymentSpec;
}

/** The journals of some applications, by name; empty ones where nothing was released yet. */
export async function readJournals(
  context: CommandContext,
  applications: readonly string[],
): Promise<Readonly<Record<string, Journal>>> {
  const journals = await lookInto(context, context.spec.journal.name, async (access) => {
    const found: Record<string, Journal> = {};
    for (const application of applications) {
      found[application] = await readJournal(access, application);
    }
    return found;
  });
  const nothing: Journal = { entries: [], unfinished: [], requests: [] };
  return journals ?? Object.fromEntries(applications.map((name) => [name, nothing]));
}

/** What overrides of the guard let pass, oldest first. */
export async function readOverrides(context: CommandContext): Promise<readonly OverrideUse[]> {
  return (await lookInto(context, context.spec.journal.name, readOverrideUses)) ?? [];
}

/** The restore drills of an application, oldest first. */
export async function readDrills(
  context: CommandContext,
  application: string,
): Promise<readonly RestoreDrill[]> {
  const read = (access: VolumeAccess) => readRestoreDrills(access, application);
  return (await lookInto(context, context.spec.journal.name, read)) ?? [];
}

/**
 * Looks into a volume of the stack; undefined when there is none, because merely naming a volume
 * would make the engine create it, without the labels that an update expects.
 */
export async function lookInto<Result>(
  { docker, spec }: CommandContext,
  volume: string,
  look: (access: VolumeAccess) => Promise<Result>,
): Promise<Result | undefined> {
  try {
    await docker.getVolume(volume).inspect();
  } catch (error) {
    if (statusOf(error) === 404) return undefined;
    throw error;
  }
  const labels = { "palier.project": spec.project, "palier.stack": spec.stack };
  return withVolume(docker, volume, spec.proxy.container.image, labels, look);
}

/** One application in the form that the parts of a release take; nothing interrupts a command's questions. */
export function applicationContext(
  { docker, spec }: CommandContext,
  { name }: ApplicationSpec,
): ApplicationContext {
  const { signal } = new AbortController();
  return { docker, stack: spec.stack, application: name, signal };
}

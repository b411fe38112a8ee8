import { join } from "node:path";

import { loadImageLock } from "../../../config/load-images";
import { resolve } from "../../../config/resolve";
import { currentActor } from "../../../release/actor";
import type { CommandContext } from "../../../release/commands/context";
import { withVolume } from "../../../release/engine/archive";
import { layout, journalMode, journalOwner } from "../../../release/journal/layout";
import { lockName } from "../../../release/lock";
import { lockLabels } from "../../../release/lock/labels";
import type { Actor, JournalEntry } from "../../../spec/journal";
import { development } from "../../fixtures/stack-config";
import { docker, image } from "./lab";

const root = join(__dirname, "..", "..", "..");

/** A stack that is declared, of which the test makes as much as it needs. */
export function declaredStack(stack: string): CommandContext {
  const images = loadImageLock(root);
  const spec = resolve({ project: "palier", stack, config: development, images, approvals: [] });
  return { docker, spec };
}

/** Writes finished transactions of the application "copies" into the stack's journal. */
export async function writeEntries(
  { spec }: CommandContext,
  entries: readonly JournalEntry[],
): Promise<void> {
  await docker.createVolume({ Name: spec.journal.name, Labels: { "palier.stack": spec.stack } });
  const files = entries.map((entry) => ({
    path: layout.end("copies", entry.id),
    content: JSON.stringify(entry),
    mode: journalMode,
  }));
  await withVolume(docker, spec.journal.name, image, {}, (access) =>
    access.write(files, journalOwner),
  );
}

/** The lock of the application "copies", held by somebody. */
export async function lockBy({ spec }: CommandContext, actor: Actor): Promise<string> {
  const { id } = await docker.createContainer({
    name: lockName(spec.stack, "copies"),
    Image: image,
    Labels: lockLabels(spec.stack, "copies", { actor, since: "2026-01-01T10:00:00.000Z" }),
  });
  return id;
}

/** A process of this machine that has ended: its number belongs to another one. */
export async function endedActor(): Promise<Actor> {
  return { ...(await currentActor()), started: "another start" };
}

/** Removes everything of the stack. */
export async function removeStack({ spec }: CommandContext): Promise<void> {
  const filters = { label: [`palier.stack=${spec.stack}`] };
  for (const { Id } of await docker.listContainers({ all: true, filters })) {
    await docker.getContainer(Id).remove({ force: true, v: true });
  }
  // The engine makes a volume that a lock mounts, without labels.
  const { Volumes } = await docker.listVolumes();
  for (const { Name } of Volumes.filter((one) => one.Name.startsWith(`palier-${spec.stack}-`))) {
    await docker.getVolume(Name).remove();
  }
}

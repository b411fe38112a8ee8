import { hasEnded, isHere } from "../actor";
import { lockHolder, type LockHolder } from "../lock";
import type { CommandContext } from "./context";

/** What is known of the process that holds a lock; of one on another machine nothing is. */
export type HolderState = "alive" | "ended" | "unknown";

/** The lock of an application's releases, as it is found. */
export interface FoundLock {
  /** Of the container that is the lock. */
  readonly id: string;
  /** Undefined when the lock does not say. */
  readonly holder: LockHolder | undefined;
  readonly state: HolderState;
}

/** The lock of an application's releases; undefined when nobody holds it. */
export async function findLock(
  { docker, spec }: CommandContext,
  application: string,
): Promise<FoundLock | undefined> {
  const found = await lockHolder(docker, spec.stack, application);
  return found && { ...found, state: await stateOf(found.holder) };
}

async function stateOf(holder: LockHolder | undefined): Promise<HolderState> {
  if (holder === undefined) return "unknown";
  const { actor } = holder;
  if (await hasEnded(actor)) return "ended";
  return (await isHere(actor)) ? "alive" : "unknown";
}

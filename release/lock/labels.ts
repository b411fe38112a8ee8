import { z } from "zod";

import type { Actor } from "../../spec/journal";
import { actorSchema } from "../actor";

/** Who holds the lock of an application's releases, and since when. */
export interface LockHolder {
  readonly actor: Actor;
  /** ISO 8601, UTC. */
  readonly since: string;
}

const key = "palier.lock";

const schema = z.object({ actor: actorSchema, since: z.string() });

/** Labels of the container that is the lock. */
export function lockLabels(
  stack: string,
  application: string,
  holder: LockHolder,
): Record<string, string> {
  return {
    "palier.project": "palier",
    "palier.stack": stack,
    "palier.application": application,
    "palier.component": "lock",
    [key]: JSON.stringify(holder),
  };
}

/**
 * Reads the labels again; undefined when they are not those of a lock.
 * @param label That says who holds it.
 */
export function parseHolder(
  labels: Readonly<Record<string, string>>,
  label = key,
): LockHolder | undefined {
  try {
    return schema.parse(JSON.parse(labels[label] ?? ""));
  } catch {
    return undefined;
  }
}

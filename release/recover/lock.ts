import { readFile, readdir, stat } from "node:fs/promises";
import { hostname } from "node:os";
import { join } from "node:path";

import { z } from "zod";

/** Who holds the lock of a stack, as Pulumi's file backend writes it. */
const lockSchema = z.object({
  pid: z.number(),
  username: z.string(),
  hostname: z.string(),
  timestamp: z.string(),
});

/** A lock of a stack, and whether its holder is certainly gone. */
export interface StackLock {
  /** "root@host, process 4711, since 2026-01-01T10:00:00Z" */
  readonly holder: string;
  readonly dead: boolean;
}

/** Locks of a stack in a file backend; other backends settle their locks themselves. */
export async function readLocks(
  backend: string,
  project: string,
  stack: string,
): Promise<StackLock[]> {
  if (!backend.startsWith("file://")) return [];
  const folder = join(
    backend.slice("file://".length),
    ".pulumi",
    "locks",
    "organization",
    project,
    stack,
  );
  const files = await readdir(folder).catch(() => []);
  const locks = files
    .filter((file) => file.endsWith(".json"))
    .map(async (file) =>
      describe(lockSchema.parse(JSON.parse(await readFile(join(folder, file), "utf8")))),
    );
  return Promise.all(locks);
}

async function describe(lock: z.infer<typeof lockSchema>): Promise<StackLock> {
  return {
    holder: `${lock.username}@${lock.hostname}, process ${lock.pid}, since ${lock.timestamp}`,
    dead: lock.hostname === hostname() && !(await stillTheSame(lock.pid, new Date(lock.timestamp))),
  };
}

/** Whether a process runs that had begun when the lock was taken; a younger one only has the same number. */
async function stillTheSame(pid: number, locked: Date): Promise<boolean> {
  try {
    return (await stat(`/proc/${pid}`)).ctimeMs <= locked.getTime() + 1000;
  } catch {
    return false;
  }
}

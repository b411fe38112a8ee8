import { readFile, readdir } from "node:fs/promises";
import { hostname } from "node:os";
import { join } from "node:path";

import { z } from "zod";

import { startTicks } from "../process-table";

/** Who holds the lock of a stack, as Pulumi's file backend writes it. */
const lockSchema = z.object({
  pid: z.number(),
  username: z.string(),
  hostname: z.string(),
  timestamp: z.string(),
});

/** Of the kernel's times for programs: USER_HZ, 100 on every architecture that Node runs on. */
const ticksPerSecond = 100;

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
    // Options such as "?metadata=skip" are no part of the folder.
    backend.slice("file://".length).replace(/\?.*$/, ""),
    ".pulumi",
    "locks",
    "organization",
    project,
    stack,
  );
  const files = await readdir(folder).catch(() => []);
  const locks = files
    .filter((file) => file.endsWith(".json"))
    .map((file) => readLock(join(folder, file)));
  return Promise.all(locks);
}

/** A lock that a crash of the machine left empty says nothing of its holder, so the holder may live. */
async function readLock(file: string): Promise<StackLock> {
  const text = await readFile(file, "utf8");
  try {
    return await describe(lockSchema.parse(JSON.parse(text)));
  } catch {
    return { holder: `an unknown holder (unreadable lock ${file})`, dead: false };
  }
}

async function describe(lock: z.infer<typeof lockSchema>): Promise<StackLock> {
  return {
    holder: `${lock.username}@${lock.hostname}, process ${lock.pid}, since ${lock.timestamp}`,
    dead: lock.hostname === hostname() && !(await stillTheSame(lock.pid, new Date(lock.timestamp))),
  };
}

/** Rounding of the kernel's times, and clocks that were set meanwhile. */
const toleranceMilliseconds = 5000;

/** Whether a process runs that had begun when the lock was taken; a younger one only has the same number. */
async function stillTheSame(pid: number, locked: Date): Promise<boolean> {
  const started = await startTime(pid);
  return started !== undefined && started <= locked.getTime() + toleranceMilliseconds;
}

/** When a process began, in milliseconds since 1970; undefined when there is none. */
async function startTime(pid: number): Promise<number | undefined> {
  const [ticks, uptime] = await Promise.all([
    startTicks(pid),
    readFile("/proc/uptime", "utf8").catch(() => undefined),
  ]);
  if (ticks === undefined || uptime === undefined) return undefined;
  const ageSeconds = Number.parseFloat(uptime) - ticks / ticksPerSecond;
  return Date.now() - ageSeconds * 1000;
}

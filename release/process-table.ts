import { readFile } from "node:fs/promises";

/**
 * When a process began, in the kernel's ticks since the machine started; undefined when there is no
 * such process. Read from the kernel's table, because the times of the folder /proc/<pid> are those
 * of the first look at it.
 */
export async function startTicks(pid: number): Promise<number | undefined> {
  const stat = await readFile(`/proc/${pid}/stat`, "utf8").catch(() => undefined);
  if (stat === undefined) return undefined;
  // Field 22 (proc(5)); the second field is a name in brackets that may hold anything.
  return Number(stat.slice(stat.lastIndexOf(")") + 2).split(" ")[19]);
}

/** Identifier of this start of the machine: a process number means nothing after the next one. */
export async function bootId(): Promise<string> {
  const id = await readFile("/proc/sys/kernel/random/boot_id", "utf8").catch(() => "");
  return id.trim();
}

/** Identifier of this machine, where the operating system keeps one. */
export async function machineId(): Promise<string> {
  const id = await readFile("/etc/machine-id", "utf8").catch(() => "");
  return id.trim();
}

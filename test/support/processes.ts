import { readdirSync, readFileSync } from "node:fs";

/** Command lines of the processes whose environment or arguments name a text, by process id. */
export function processesNaming(text: string): Map<number, string> {
  const found = new Map<number, string>();
  for (const entry of readdirSync("/proc")) {
    if (!/^\d+$/.test(entry) || Number(entry) === process.pid) continue;
    try {
      const command = readFileSync(`/proc/${entry}/cmdline`, "utf8").replaceAll("\0", " ");
      const environment = readFileSync(`/proc/${entry}/environ`, "utf8");
      if (command.includes(text) || environment.includes(text)) found.set(Number(entry), command);
    } catch {
      // It ended while we were looking.
    }
  }
  return found;
}

/** Whether a process runs: not ended, and not merely waiting for somebody to take note of its end. */
export function isRunning(pid: number): boolean {
  try {
    return !/^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, "utf8"));
  } catch {
    return false;
  }
}

/** Waits until a condition holds; throws what was waited for when the time (milliseconds) is over. */
export async function until(what: string, holds: () => boolean, limit = 30_000): Promise<void> {
  const end = Date.now() + limit;
  while (!holds()) {
    if (Date.now() > end) throw new Error(`still waiting for: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

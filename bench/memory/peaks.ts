import type { ChildProcess } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";

/** Milliseconds between two looks at the kernel's own high-water marks; only a process's last moment is missed. */
const pause = 20;

/**
 * Watches the descendants of a process until it ends.
 * @param named Texts to look for in their command lines.
 * @returns the largest resident memory in KiB, by the text looked for.
 * @throws Error when none was seen.
 */
export async function peaksOf(
  child: ChildProcess,
  ended: Promise<unknown>,
  named: readonly string[],
): Promise<Map<string, number>> {
  const pids = new Map<string, number>();
  const peaks = new Map<string, number>();
  const look = (): void => {
    // Looking through all processes is work, so it ends once the wanted ones are found.
    if (pids.size < named.length) {
      for (const [pid, command] of descendants(child.pid ?? 0)) {
        const name = named.find((text) => command.includes(text));
        if (name !== undefined) pids.set(name, pid);
      }
    }
    for (const [name, pid] of pids)
      peaks.set(name, Math.max(peaks.get(name) ?? 0, highWaterMark(pid)));
  };
  const timer = setInterval(look, pause);
  await ended.finally(() => {
    clearInterval(timer);
  });
  const unseen = named.filter((name) => !peaks.has(name));
  if (unseen.length > 0) throw new Error(`no process was seen for: ${unseen.join(", ")}`);
  return peaks;
}

/** VmHWM of a process in KiB; 0 when it has ended. */
export function highWaterMark(pid: number | "self"): number {
  const status = readOrEmpty(`/proc/${pid}/status`);
  return Number(/^VmHWM:\s+(\d+) kB/m.exec(status)?.[1] ?? 0);
}

function descendants(ancestor: number): [pid: number, command: string][] {
  const parents = new Map<number, number>();
  for (const entry of readdirSync("/proc")) {
    if (!/^\d+$/.test(entry)) continue;
    // After the command's name, which may hold anything, come state and parent.
    const fields = readOrEmpty(`/proc/${entry}/stat`).split(") ").at(-1)?.split(" ");
    parents.set(Number(entry), Number(fields?.[1] ?? 0));
  }
  const below = [...parents.keys()].filter((pid) => isBelow(pid, ancestor, parents));
  return below.map((pid) => [pid, readOrEmpty(`/proc/${pid}/cmdline`).replaceAll("\0", " ")]);
}

function isBelow(pid: number, ancestor: number, parents: ReadonlyMap<number, number>): boolean {
  for (let at = parents.get(pid) ?? 0; at > 1; at = parents.get(at) ?? 0) {
    if (at === ancestor) return true;
  }
  return false;
}

function readOrEmpty(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch {
    // The process has ended in between.
    return "";
  }
}

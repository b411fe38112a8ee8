import { readdirSync, readFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";

/**
 * Prints command line and environment of every process of this machine, those in containers too, one
 * line of JSON for each that is new or became another program, until it is ended. In a process of
 * its own, so that nothing that the tests do keeps it from seeing a short-lived one.
 */
async function main(): Promise<void> {
  const known = new Map<string, string>();
  for (;;) {
    for (const pid of readdirSync("/proc")) {
      if (/^\d+$/.test(pid) && Number(pid) !== process.pid) look(pid, known);
    }
    await sleep(5);
  }
}

function look(pid: string, known: Map<string, string>): void {
  try {
    const command = readFileSync(`/proc/${pid}/cmdline`, "latin1");
    if (known.get(pid) === command) return;
    const environment = readFileSync(`/proc/${pid}/environ`, "latin1");
    known.set(pid, command);
    process.stdout.write(`${JSON.stringify({ command, environment })}\n`);
  } catch {
    // It ended while it was looked at.
  }
}

void main();

import { type ChildProcess, spawn, type SpawnOptions } from "node:child_process";

/** Time a process has between SIGTERM and SIGKILL, in milliseconds; the CLI kills its plugins after 5 s. */
const graceMilliseconds = 3000;

/** How a process ended. */
export interface Ending {
  /** Exit code, or null when a signal ended it. */
  readonly code: number | null;
  /** The signal that ended it, or null. */
  readonly signal: NodeJS.Signals | null;
}

/** The processes started by this host, so that all of them end before it does. */
export class Children {
  private readonly running = new Map<ChildProcess, Promise<Ending>>();

  /** Starts a process; throws nothing: a start that fails rejects the promise of {@link ended}. */
  start(command: string, args: readonly string[], options: SpawnOptions): ChildProcess {
    const child = spawn(command, args, options);
    const ending = new Promise<Ending>((resolve, reject) => {
      child.once("error", reject);
      child.once("exit", (code, signal) => {
        resolve({ code, signal });
      });
    });
    this.running.set(child, ending);
    const forget = () => this.running.delete(child);
    ending.then(forget, forget);
    return child;
  }

  /** Waits for the end of a process that {@link start} gave. */
  async ended(child: ChildProcess): Promise<Ending> {
    return this.running.get(child) ?? { code: child.exitCode, signal: child.signalCode };
  }

  /** Asks one process to end and forces it after three seconds; resolves when it is gone. */
  async stop(child: ChildProcess): Promise<void> {
    const ending = this.running.get(child);
    if (ending === undefined) return;
    child.kill("SIGTERM");
    const force = setTimeout(() => child.kill("SIGKILL"), graceMilliseconds);
    await ending.catch(() => undefined);
    clearTimeout(force);
  }

  /** {@link stop} for all of them at once. */
  async stopAll(): Promise<void> {
    await Promise.all([...this.running.keys()].map((child) => this.stop(child)));
  }

  /** Kills what is left, without waiting: the last thing to do before the host's own exit. */
  killAll(): void {
    for (const child of this.running.keys()) child.kill("SIGKILL");
  }
}

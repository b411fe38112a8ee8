import type { ChildProcess } from "node:child_process";
import { setTimeout as sleep } from "node:timers/promises";

import { processesNaming, until } from "../../support/processes";
import type { Workspace } from "./workspace";

/** An update that is stopped in the middle. */
export class InterruptedUpdate {
  private readonly child: ChildProcess;
  private readonly ended: Promise<void>;
  private over = false;
  /** Both streams so far. */
  output = "";
  /** Null while it runs, and after a signal. */
  code: number | null = null;

  constructor(private readonly workspace: Workspace) {
    this.child = workspace.startUpdate();
    const keep = (chunk: Buffer): void => {
      this.output += chunk.toString();
    };
    this.child.stdout?.on("data", keep);
    this.child.stderr?.on("data", keep);
    this.ended = new Promise((resolve) => {
      this.child.once("exit", (code) => {
        this.over = true;
        this.code = code;
        resolve();
      });
    });
  }

  /** Waits until something is true of the update, which must not end before. */
  async until(what: string, isTrue: () => boolean): Promise<void> {
    // Short, so that the signal comes while the step is under way.
    while (!isTrue()) {
      if (this.over) throw new Error(`The update ended before ${what}:\n${this.output}`);
      await sleep(5);
    }
  }

  /** Waits until a line of the output shows what is under way. */
  untilShown(marker: RegExp): Promise<void> {
    return this.until(`${marker.source} was shown`, () => marker.test(this.output));
  }

  /** Kills the CLI without a warning, and waits for the end of everything that it had started. */
  async kill(): Promise<void> {
    process.kill(this.pid(), "SIGKILL");
    await this.ended;
    await untilNoneRuns(this.workspace.folder);
  }

  /** Ctrl-C in the terminal: a signal to the whole foreground group. */
  async interrupt(): Promise<void> {
    process.kill(-this.pid(), "SIGINT");
    await this.ended;
    await untilNoneRuns(this.workspace.folder);
  }

  /** Holds the CLI where it is, or lets it go on. */
  signal(name: "SIGSTOP" | "SIGCONT"): void {
    process.kill(this.pid(), name);
  }

  /** Waits for the update's own end. */
  async end(): Promise<void> {
    await this.ended;
  }

  /** Number of the CLI's process. */
  pid(): number {
    if (this.child.pid === undefined) throw new Error("The update did not start.");
    return this.child.pid;
  }
}

/** Kills what a failed test left running in a copy of the project. */
export function killAll(folder: string): void {
  for (const pid of processesNaming(folder).keys()) process.kill(pid, "SIGKILL");
}

async function untilNoneRuns(folder: string): Promise<void> {
  const none = (): boolean => processesNaming(folder).size === 0;
  await until("the end of every process that the update started", none);
}

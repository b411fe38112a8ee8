import { type ChildProcess, spawn } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

import { docker } from "./engine";

const root = join(__dirname, "..", "..", "..");

/** A process as everybody on the machine, or its own user, sees it. */
export interface ShownProcess {
  readonly command: string;
  readonly environment: string;
}

/** All processes that run now, those in containers too. */
export function shownProcesses(): ShownProcess[] {
  return readdirSync("/proc")
    .filter((entry) => /^\d+$/.test(entry))
    .flatMap((pid) => {
      try {
        const read = (name: string): string => readFileSync(`/proc/${pid}/${name}`, "latin1");
        return [{ command: read("cmdline"), environment: read("environ") }];
      } catch {
        // It ended while it was looked at.
        return [];
      }
    });
}

/** Command lines and environments of all processes that run while it watches. */
export class ProcessWatch {
  private printed: Buffer[] = [];
  private child: ChildProcess | undefined;

  start(): void {
    const script = join(__dirname, "watch-processes.ts");
    const child = spawn("node", ["--require", "./register.cjs", script], {
      cwd: root,
      stdio: ["ignore", "pipe", "inherit"],
    });
    child.stdout.on("data", (chunk: Buffer) => this.printed.push(chunk));
    this.child = child;
  }

  /** Every process that was seen, again when it became another program. */
  seen(): ShownProcess[] {
    const lines = Buffer.concat(this.printed).toString().split("\n").slice(0, -1);
    return lines.map((line) => JSON.parse(line) as ShownProcess);
  }

  stop(): void {
    this.child?.kill("SIGKILL");
  }
}

/**
 * What the engine tells of a stack while it watches: its events, in which the commands of health checks
 * and of what releases run show, and definition and log of every container, however short it lives.
 */
export class EngineWatch {
  readonly places = new Map<string, string[]>();
  private readonly pending: Promise<void>[] = [];
  private readonly over = new AbortController();

  constructor(private readonly stack: string) {}

  async start(): Promise<void> {
    const events = await docker.getEvents({
      abortSignal: this.over.signal,
      filters: { type: ["container", "volume", "network"] },
    });
    events.on("error", () => undefined);
    let rest = "";
    events.on("data", (chunk: Buffer) => {
      const lines = `${rest}${chunk.toString()}`.split("\n");
      rest = lines.pop() ?? "";
      for (const line of lines) this.note(line);
    });
  }

  async stop(): Promise<void> {
    await Promise.all(this.pending);
    this.over.abort();
  }

  private note(line: string): void {
    if (!line.includes(this.stack)) return;
    this.keep("events: all", line);
    const { Action, Actor } = JSON.parse(line) as {
      readonly Action: string;
      readonly Actor: { readonly ID: string; readonly Attributes: Record<string, string> };
    };
    const name = Actor.Attributes.name ?? Actor.ID;
    if (Action === "create" && "image" in Actor.Attributes)
      this.pending.push(this.inspect(Actor.ID, name));
    // Not waited for: the engine answers when the container writes its first line.
    if (Action === "start") void this.follow(Actor.ID, name);
  }

  private async inspect(id: string, name: string): Promise<void> {
    try {
      this.keep(`inspect: ${name}`, JSON.stringify(await docker.getContainer(id).inspect()));
    } catch {
      // It was removed already.
    }
  }

  private async follow(id: string, name: string): Promise<void> {
    try {
      const wanted = { follow: true, stdout: true, stderr: true } as const;
      const log = await docker.getContainer(id).logs({ ...wanted, abortSignal: this.over.signal });
      log.on("error", () => undefined);
      log.on("data", (chunk: Buffer) => {
        this.keep(`container log: ${name}`, chunk.toString("latin1"));
      });
    } catch {
      // It was removed already.
    }
  }

  private keep(place: string, text: string): void {
    const kept = this.places.get(place);
    if (kept === undefined) this.places.set(place, [text]);
    else kept.push(text);
  }
}

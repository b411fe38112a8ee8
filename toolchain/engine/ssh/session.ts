import { type ChildProcessWithoutNullStreams, spawn } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { Socket } from "node:net";

import { marker } from "./arguments";
import type { Ended } from "./causes";

/** How long a login may take in all, in milliseconds: a key may have to be touched by a finger. */
const loginWithin = 30_000;

/** An `ssh` that could not log in, or whose session ended before it was ready. */
export class LoginFailed extends Error implements Ended {
  /**
   * @param stderr All that it wrote to standard error.
   * @param code Of the system's error when it could not be started.
   */
  constructor(
    readonly stderr: string,
    readonly code?: string,
  ) {
    super("ssh ended before its session was ready");
    this.name = "LoginFailed";
  }
}

/** An `ssh` whose session is ready. */
export interface Session {
  readonly child: ChildProcessWithoutNullStreams;
  /** What the session said after its marker. */
  readonly words: readonly string[];
  /** Resolves with the exit status when the process has ended. */
  readonly ended: Promise<number | null>;
  /** Whether it has ended. */
  hasEnded(): boolean;
  /**
   * Whether the system has begun to end it, which it does before it closes what the process has open. Where the
   * system has no `/proc` this is only known when it has ended.
   */
  isEnding(): boolean;
  /** What it has written to standard error so far. */
  stderr(): string;
}

const running = new Set<ChildProcessWithoutNullStreams>();

process.once("exit", () => {
  // They would end by themselves when their standard input closes; a dead peer would delay that.
  for (const child of running) child.kill();
});

/**
 * Starts `ssh` and waits until its session is ready.
 * @throws LoginFailed
 */
export async function startSession(args: readonly string[]): Promise<Session> {
  // A process group of its own: Ctrl-C is for the work, which may have to undo something over this connection.
  const child = spawn("ssh", args, { stdio: ["pipe", "pipe", "pipe"], detached: true });
  running.add(child);
  let stderr = "";
  let over = false;
  child.stderr.setEncoding("utf8").on("data", (text: string) => (stderr += text));
  child.stdin.on("error", () => undefined);
  const ended = new Promise<number | null>((resolve) => {
    child.once("close", (code) => {
      over = true;
      running.delete(child);
      resolve(code);
    });
  });
  const words = await untilReady(child, ended, () => stderr);
  return {
    child,
    words,
    ended,
    hasEnded: () => over,
    isEnding: () => over || isExiting(child.pid),
    stderr: () => stderr,
  };
}

/** `PF_EXITING` of Linux. */
const exiting = 0x4;

function isExiting(pid = 0): boolean {
  if (!existsSync("/proc/self/stat")) return false;
  try {
    // The name in brackets may hold anything; the flags are the seventh word after it.
    const [, fields = ""] = /^.*\) (.*)$/s.exec(readFileSync(`/proc/${pid}/stat`, "utf8")) ?? [];
    return (Number(fields.split(" ")[6]) & exiting) !== 0;
  } catch {
    return true;
  }
}

/** Lets the process of this program end although the session is open. */
export function release({ child }: Session): void {
  child.unref();
  for (const end of [child.stdin, child.stdout, child.stderr]) {
    if (end instanceof Socket) end.unref();
  }
}

async function untilReady(
  child: ChildProcessWithoutNullStreams,
  ended: Promise<unknown>,
  stderr: () => string,
): Promise<readonly string[]> {
  let late = false;
  const timer = setTimeout(() => {
    late = true;
    child.kill();
  }, loginWithin);
  try {
    return await Promise.race([
      readMarker(child),
      new Promise<never>((_resolve, reject) => {
        child.once("error", (error: NodeJS.ErrnoException) => {
          reject(new LoginFailed(error.message, error.code));
        });
        void ended.then(() => {
          reject(new LoginFailed(late ? "the login timed out" : stderr()));
        });
      }),
    ]);
  } finally {
    clearTimeout(timer);
  }
}

/** Reads up to the line with the marker and puts back what follows it. */
function readMarker({ stdout }: ChildProcessWithoutNullStreams): Promise<readonly string[]> {
  let read = Buffer.alloc(0);
  return new Promise((resolve) => {
    const look = (): void => {
      const chunk = stdout.read() as Buffer | null;
      if (chunk === null) return;
      read = Buffer.concat([read, chunk]);
      const begin = read.indexOf(marker);
      const end = begin < 0 ? -1 : read.indexOf("\n", begin);
      if (end < 0) return;
      stdout.off("readable", look);
      const rest = read.subarray(end + 1);
      if (rest.length > 0) stdout.unshift(rest);
      resolve(read.subarray(begin, end).toString().trim().split(" ").slice(1));
    };
    stdout.on("readable", look);
  });
}

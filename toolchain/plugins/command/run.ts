import { type ChildProcess, spawn } from "node:child_process";
import { statSync } from "node:fs";
import { constants } from "node:os";
import { Collector, type OnLine, type Output } from "./output";
import { endOnAbort, refuseStopped, stopOf } from "./stop";

/** What to run and how. */
export interface Command {
  readonly text: string;
  readonly interpreter: readonly string[];
  readonly dir: string;
  readonly env: Readonly<Record<string, string>>;
  readonly stdin: string;
}

/**
 * Runs a command to its end, in a process group of its own so that it can be ended with everything
 * that it started.
 * @throws Error with exit status, command and the end of both outputs; nothing in it is redacted.
 */
export async function run(command: Command, signal: AbortSignal, onLine: OnLine): Promise<Output> {
  refuseStopped(signal, command.text);
  if (!statSync(command.dir, { throwIfNoEntry: false })?.isDirectory()) {
    throw new Error(`dir "${command.dir}" is not a folder: create it or correct the input "dir"`);
  }
  const [program, ...args] = [command.interpreter, command.text].flat() as [string, ...string[]];
  const child = spawn(program, args, {
    cwd: command.dir,
    env: { ...process.env, ...command.env },
    detached: true,
    stdio: ["pipe", "pipe", "pipe"],
  });
  // A command that does not read its input is not a failure.
  child.stdin.on("error", () => undefined);
  child.stdin.end(command.stdin);
  const written = new Collector(onLine);
  written.collect("stdout", child.stdout);
  written.collect("stderr", child.stderr);
  const endGuard = endOnAbort(signal, (name) => {
    killGroup(child, name);
  });
  try {
    const ending = await ended(child, program);
    const problem = stopOf(signal) ?? ending;
    if (problem !== "") throw written.failure(problem, command.text);
    return written.output();
  } finally {
    endGuard();
  }
}

/** Resolves with an empty text on success, otherwise with how the command ended, in Go's words. */
async function ended(child: ChildProcess, program: string): Promise<string> {
  return await new Promise((resolve, reject) => {
    child.once("error", (error: NodeJS.ErrnoException) => {
      const missing = error.code === "ENOENT";
      reject(new Error(missing ? `interpreter "${program}" was not found` : error.message));
    });
    child.once("close", (code, signal) => {
      if (signal) resolve(`signal: ${signal} (${constants.signals[signal]})`);
      else resolve(code === 0 ? "" : `exit status ${String(code)}`);
    });
  });
}

function killGroup({ pid }: ChildProcess, name: NodeJS.Signals): void {
  try {
    if (pid !== undefined) process.kill(-pid, name);
  } catch {
    // The whole group ended by itself meanwhile.
  }
}

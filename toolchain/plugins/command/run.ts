import { type ChildProcess, spawn } from "node:child_process";
import { statSync } from "node:fs";
import { constants } from "node:os";
import { Stopped } from "../base/operations";

/** What to run and how. */
export interface Command {
  readonly text: string;
  readonly interpreter: readonly string[];
  readonly dir: string;
  readonly env: Readonly<Record<string, string>>;
  readonly stdin: string;
}

/** What a command wrote, without the last newline. */
export interface Output {
  readonly stdout: string;
  readonly stderr: string;
}

/** Called with every whole line as it is written. */
export type OnLine = (stream: "stdout" | "stderr", line: string) => void;

// Cancelled by hand: the engine waits, and a command may have something to undo first.
const GRACE_CANCELLED_MS = 60_000;
// The engine itself ends: it kills this plugin after 5 s.
const GRACE_SHUTDOWN_MS = 4000;

/** Texts longer than this are cut at the front in error messages; the end is what explains a failure. */
const LONGEST_TAIL = 8000;

/**
 * Runs a command to its end, in a process group of its own so that it can be ended with everything
 * that it started: SIGTERM first, SIGKILL 60 s after a cancel or a timeout, 4 s after the engine went.
 * @throws Error with exit status, command and the end of both outputs; nothing in it is redacted.
 */
export async function run(command: Command, signal: AbortSignal, onLine: OnLine): Promise<Output> {
  const stopped = stopOf(signal);
  if (stopped !== undefined) throw new Error(`${stopped}, before it began: "${command.text}"`);
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
  const mixed: string[] = [];
  const stdout = collect(child, "stdout", mixed, onLine);
  const stderr = collect(child, "stderr", mixed, onLine);
  const endGuard = endOnAbort(child, signal);
  try {
    const ending = await ended(child, program);
    const problem = stopOf(signal) ?? ending;
    if (problem !== "") throw new Error(`${problem}: running "${command.text}":\n${tail(mixed)}`);
    return { stdout: stdout(), stderr: stderr() };
  } finally {
    endGuard();
  }
}

function collect(
  child: ChildProcess,
  name: "stdout" | "stderr",
  mixed: string[],
  onLine: OnLine,
): () => string {
  let all = "";
  let rest = "";
  const stream = child[name];
  stream?.setEncoding("utf8");
  stream?.on("data", (text: string) => {
    all += text;
    mixed.push(text);
    const lines = (rest + text).split("\n");
    rest = lines.pop() ?? "";
    for (const line of lines) onLine(name, line);
  });
  stream?.on("end", () => {
    if (rest !== "") onLine(name, rest);
  });
  return () => all.replace(/\n$/, "");
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

function endOnAbort(child: ChildProcess, signal: AbortSignal): () => void {
  let timer: NodeJS.Timeout | undefined;
  const kill = (name: NodeJS.Signals): void => {
    try {
      if (child.pid !== undefined) process.kill(-child.pid, name);
    } catch {
      // The whole group ended by itself meanwhile.
    }
  };
  const end = (): void => {
    const shutdown = signal.reason instanceof Stopped && signal.reason.cause === "shutdown";
    kill("SIGTERM");
    timer = setTimeout(kill, shutdown ? GRACE_SHUTDOWN_MS : GRACE_CANCELLED_MS, "SIGKILL");
  };
  signal.addEventListener("abort", end, { once: true });
  return () => {
    signal.removeEventListener("abort", end);
    clearTimeout(timer);
  };
}

function stopOf(signal: AbortSignal): string | undefined {
  if (!signal.aborted) return undefined;
  return `stopped, because ${signal.reason instanceof Error ? signal.reason.message : "it was cancelled"}`;
}

function tail(mixed: readonly string[]): string {
  const text = mixed.join("");
  return text.length <= LONGEST_TAIL ? text : `[…]${text.slice(-LONGEST_TAIL)}`;
}

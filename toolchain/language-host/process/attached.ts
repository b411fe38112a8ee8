import type { ChildProcess } from "node:child_process";

import type { Host } from "../host";
import { awaitingVariables, handOver } from "./handed-over";

/** How a process is started. */
export interface AttachedOptions {
  /** Its working folder. */
  readonly cwd: string;
  readonly env: NodeJS.ProcessEnv;
  /** More of its environment, with secrets: handed over where no list of processes shows them. */
  readonly variables?: NodeJS.ProcessEnv;
}

/** Where the output of a process goes, as it comes. */
export interface Output {
  readonly stdout: (data: Buffer) => void;
  readonly stderr: (data: Buffer) => void;
}

/**
 * Runs node with its output handed on, until it ends or the engine no longer wants it.
 *
 * @returns the exit code; 1 when a signal ended it.
 */
export async function runAttached(
  args: readonly string[],
  options: AttachedOptions,
  output: Output,
  host: Host,
  cancelled: AbortSignal,
): Promise<number> {
  const child = startAttached(args, options, output, host, cancelled);
  return exitCode(child, host);
}

/** Like {@link runAttached}, without waiting for the end. */
export function startAttached(
  args: readonly string[],
  { cwd, env, variables = {} }: AttachedOptions,
  output: Output,
  host: Host,
  cancelled: AbortSignal,
): ChildProcess {
  const child = host.children.start(process.execPath, args, {
    cwd,
    env: awaitingVariables(env),
    stdio: ["pipe", "pipe", "pipe"],
  });
  handOver(child, variables);
  child.stdout?.on("data", output.stdout);
  child.stderr?.on("data", output.stderr);
  const stop = () => void host.children.stop(child);
  if (cancelled.aborted) stop();
  cancelled.addEventListener("abort", stop);
  return child;
}

/** Waits until a process has ended and all of its output was handed on. */
export async function exitCode(child: ChildProcess, host: Host): Promise<number> {
  const closed = new Promise((resolve) => child.once("close", resolve));
  const { code } = await host.children.ended(child);
  await closed;
  return code ?? 1;
}

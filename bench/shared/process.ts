import { type ChildProcess, spawn, type SpawnOptions } from "node:child_process";
import { performance } from "node:perf_hooks";

/** Runs a command to its end and gives the milliseconds from start to end. @throws Error with its output when it fails. */
export async function timed(
  command: string,
  args: readonly string[],
  options: SpawnOptions = {},
): Promise<number> {
  const start = performance.now();
  await output(command, args, options);
  return performance.now() - start;
}

/** Runs a command to its end and gives what it wrote to standard output. */
export async function output(
  command: string,
  args: readonly string[],
  options: SpawnOptions = {},
): Promise<string> {
  const child = spawn(command, args, { ...options, stdio: ["ignore", "pipe", "pipe"] });
  return finished(child, `${command} ${args.join(" ")}`);
}

/** Waits for the end of a process with piped output. */
export async function finished(child: ChildProcess, what: string): Promise<string> {
  let stdout = "";
  let all = "";
  child.stdout?.on("data", (data: Buffer) => {
    stdout += data.toString();
    all += data.toString();
  });
  child.stderr?.on("data", (data: Buffer) => (all += data.toString()));
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once("error", reject);
    child.once("close", resolve);
  });
  if (code !== 0) throw new Error(`${what} ended with ${String(code)}:\n${all}`);
  return stdout;
}

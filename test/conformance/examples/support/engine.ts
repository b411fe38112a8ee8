import { execFile, type ExecFileException } from "node:child_process";
import { setTimeout as sleep } from "node:timers/promises";

/** What a finished command left: exit status and both streams. */
export interface Outcome {
  readonly status: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs the Docker command line and returns what it left, whatever its exit status. */
export function attempt(...args: string[]): Promise<Outcome> {
  // The classic builder is part of every engine; BuildKit needs a plug-in of the command line.
  const env = { ...process.env, DOCKER_BUILDKIT: "0" };
  return new Promise((resolve) => {
    const done = (error: ExecFileException | null, stdout: string, stderr: string): void => {
      const status = error === null ? 0 : typeof error.code === "number" ? error.code : 255;
      resolve({ status, stdout, stderr });
    };
    execFile("docker", args, { env, maxBuffer: 64 * 1024 * 1024 }, done);
  });
}

/** Runs the Docker command line and returns its output; any failure is an error with its last lines. */
export async function docker(...args: string[]): Promise<string> {
  const { status, stdout, stderr } = await attempt(...args);
  if (status === 0) return stdout.trim();
  const lines = `${stdout}\n${stderr}`.trim().split("\n").slice(-40).join("\n");
  throw new Error(`docker ${args.slice(0, 3).join(" ")} ended with status ${status}:\n${lines}`);
}

/** Everything that a container wrote so far, both streams together. */
export async function logs(container: string): Promise<string> {
  const { stdout, stderr } = await attempt("logs", container);
  return stdout + stderr;
}

/**
 * Repeats a question until its answer is neither undefined nor false. Gives up after a minute,
 * far above anything measured, with an error that names what was awaited.
 */
export async function eventually<T>(
  what: string,
  ask: () => Promise<T | undefined | false>,
): Promise<T> {
  const end = Date.now() + 60_000;
  let last: unknown = "no answer";
  while (Date.now() < end) {
    try {
      const answer = await ask();
      if (answer !== undefined && answer !== false) return answer;
    } catch (error) {
      last = error;
    }
    await sleep(250);
  }
  throw new Error(`never came: ${what} (${String(last)})`);
}

/** Fails with the command to run when an image that the tests build on is not there. */
export async function requireImages(names: readonly string[]): Promise<void> {
  for (const name of names) {
    if ((await attempt("image", "inspect", name)).status !== 0)
      throw new Error(`The image ${name} is missing; run "make images" first.`);
  }
}

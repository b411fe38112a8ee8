import type Dockerode from "dockerode";

import { unframe } from "./logs";

/** The most that a timer can wait, in milliseconds: 24 days. */
const longestTimer = 2 ** 31 - 1;

/** How a command inside a container ended. */
export interface ExecResult {
  readonly exitCode: number;
  readonly output: string;
}

/**
 * Runs a command in a running container and waits for its end.
 * @param timeoutMilliseconds After which it is given up and answered with exit code -1; it may run
 * on, because the engine cannot end it. Without a limit when left out.
 */
export async function execute(
  container: Dockerode.Container,
  command: readonly string[],
  timeoutMilliseconds?: number,
): Promise<ExecResult> {
  const exec = await container.exec({ Cmd: [...command], AttachStdout: true, AttachStderr: true });
  const stream = await exec.start({ hijack: true, stdin: false });
  const chunks: Buffer[] = [];
  const limit = new AbortController();
  const timer = setTimeout(() => {
    limit.abort();
    stream.destroy();
  }, timeoutMilliseconds ?? longestTimer);
  try {
    for await (const chunk of stream) chunks.push(Buffer.from(chunk as Uint8Array));
  } catch (error) {
    if (!limit.signal.aborted) throw error;
  } finally {
    clearTimeout(timer);
  }
  const { ExitCode } = await exec.inspect();
  return { exitCode: ExitCode ?? -1, output: unframe(Buffer.concat(chunks)).trim() };
}

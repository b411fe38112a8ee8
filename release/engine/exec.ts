import type Dockerode from "dockerode";

import { unframe } from "./logs";

/** How a command inside a container ended. */
export interface ExecResult {
  readonly exitCode: number;
  readonly output: string;
}

/** Runs a command in a running container and waits for its end. */
export async function execute(
  container: Dockerode.Container,
  command: readonly string[],
): Promise<ExecResult> {
  const exec = await container.exec({ Cmd: [...command], AttachStdout: true, AttachStderr: true });
  const stream = await exec.start({ hijack: true, stdin: false });
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(Buffer.from(chunk as Uint8Array));
  const { ExitCode } = await exec.inspect();
  return { exitCode: ExitCode ?? -1, output: unframe(Buffer.concat(chunks)).trim() };
}

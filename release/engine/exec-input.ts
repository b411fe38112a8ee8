import type Dockerode from "dockerode";

import { unframe } from "./logs";

/** What a command inside a container is given, and where it ends. */
export interface InputLimits {
  /** Written to its standard input, which is closed then: the place for what no command line may show. */
  readonly input: string;
  readonly timeoutMilliseconds: number;
  /** Bytes of output after which the rest is not read. */
  readonly maximumBytes: number;
  readonly signal: AbortSignal;
}

/** How a command with an input ended. */
export interface InputResult {
  /** -1 when it was given up. */
  readonly exitCode: number;
  readonly stdout: Buffer;
  readonly stderr: string;
}

const headerLength = 8;
const stderrType = 2;

/**
 * Runs a command in a running container with an input.
 * @throws the signal's reason when it fires; the command may run on, because the engine cannot end it.
 */
export async function executeWithInput(
  container: Dockerode.Container,
  command: readonly string[],
  limits: InputLimits,
): Promise<InputResult> {
  limits.signal.throwIfAborted();
  const exec = await container.exec({
    Cmd: [...command],
    AttachStdin: true,
    AttachStdout: true,
    AttachStderr: true,
  });
  const stream = await exec.start({ hijack: true, stdin: true });
  const given = AbortSignal.any([limits.signal, AbortSignal.timeout(limits.timeoutMilliseconds)]);
  const stop = (): void => {
    stream.destroy();
  };
  given.addEventListener("abort", stop, { once: true });
  stream.end(limits.input);
  const chunks: Buffer[] = [];
  let length = 0;
  try {
    for await (const chunk of stream) {
      chunks.push(Buffer.from(chunk as Uint8Array));
      length += chunks.at(-1)?.length ?? 0;
      if (length > limits.maximumBytes) break;
    }
  } catch (error) {
    if (!given.aborted) throw error;
  } finally {
    given.removeEventListener("abort", stop);
    stream.destroy();
  }
  limits.signal.throwIfAborted();
  const ended = !given.aborted && length <= limits.maximumBytes;
  const exitCode = ended ? ((await exec.inspect()).ExitCode ?? -1) : -1;
  return { exitCode, ...separate(Buffer.concat(chunks)) };
}

/** Each frame has a header of eight bytes: the stream's number first, its length last. */
function separate(raw: Buffer): { readonly stdout: Buffer; readonly stderr: string } {
  const output: Buffer[] = [];
  const errors: Buffer[] = [];
  for (let offset = 0; offset + headerLength <= raw.length;) {
    const end = offset + headerLength + raw.readUInt32BE(offset + 4);
    if (raw[offset] === stderrType) errors.push(raw.subarray(offset, end));
    else output.push(raw.subarray(offset + headerLength, end));
    offset = end;
  }
  return { stdout: Buffer.concat(output), stderr: unframe(Buffer.concat(errors)).trim() };
}

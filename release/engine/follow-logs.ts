import { StringDecoder } from "node:string_decoder";
import { setTimeout as sleep } from "node:timers/promises";

import type Dockerode from "dockerode";

const headerLength = 8;
const pauseMilliseconds = 500;

/**
 * Hands over each line that a container prints from a moment on, both streams, until the signal
 * fires. A container that restarts is followed on; one that is removed has no more lines.
 * @param since Unix seconds on the engine's clock.
 */
export async function followLines(
  container: Dockerode.Container,
  since: number,
  signal: AbortSignal,
  take: (line: string) => void,
): Promise<void> {
  const options = { follow: true, stdout: true, stderr: true, timestamps: true } as const;
  let last = "";
  while (!signal.aborted) {
    const from = last === "" ? since : Date.parse(last) / 1000;
    const known = last;
    try {
      const stream = await container.logs({ ...options, since: from, abortSignal: signal });
      for await (const line of linesOf(stream)) {
        const space = line.indexOf(" ");
        const time = line.slice(0, space);
        // After a restart the engine repeats the lines of the same millisecond.
        if (time <= known) continue;
        last = time;
        take(line.slice(space + 1));
      }
    } catch {
      // Ended by the signal, or the container is gone; whether it should run is another's question.
    }
    await sleep(pauseMilliseconds, undefined, { signal }).catch(() => undefined);
  }
}

/** Lines of a followed log: frames have a header of eight bytes with their length, and lines end anywhere. */
async function* linesOf(stream: AsyncIterable<unknown>): AsyncGenerator<string> {
  let frames = Buffer.alloc(0);
  let text = "";
  const decoder = new StringDecoder("utf8");
  for await (const chunk of stream) {
    frames = Buffer.concat([frames, Buffer.from(chunk as Uint8Array)]);
    while (frames.length >= headerLength) {
      const end = headerLength + frames.readUInt32BE(4);
      if (frames.length < end) break;
      text += decoder.write(frames.subarray(headerLength, end));
      frames = frames.subarray(end);
    }
    const lines = text.split("\n");
    text = lines.pop() ?? "";
    yield* lines;
  }
}

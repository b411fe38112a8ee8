import type Dockerode from "dockerode";

const headerLength = 8;

/** Last lines of a container's output, both streams, without the engine's framing. */
export async function lastLines(container: Dockerode.Container, count: number): Promise<string[]> {
  const raw = await container.logs({ stdout: true, stderr: true, tail: count, follow: false });
  return unframe(raw)
    .split("\n")
    .map((line) => line.trimEnd())
    .filter((line) => line !== "")
    .slice(-count);
}

/** First byte of the frames of each stream. */
const streams = { stdout: 1, stderr: 2 } as const;

/**
 * The text of an attached or logged stream: each frame has a header of eight bytes with its length.
 * @param only Leaves out the other stream.
 */
export function unframe(raw: Buffer, only?: keyof typeof streams): string {
  const parts: Buffer[] = [];
  for (let offset = 0; offset + headerLength <= raw.length;) {
    const length = raw.readUInt32BE(offset + 4);
    if (only === undefined || raw[offset] === streams[only]) {
      parts.push(raw.subarray(offset + headerLength, offset + headerLength + length));
    }
    offset += headerLength + length;
  }
  return Buffer.concat(parts).toString("utf8");
}

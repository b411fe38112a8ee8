import type Dockerode from "dockerode";

/** Which part of a container's output to take. */
export interface LogSelection {
  /** Number of last lines, or `all`. */
  readonly tail?: number | "all";
  readonly stdout?: boolean;
  readonly stderr?: boolean;
  readonly timestamps?: boolean;
  readonly details?: boolean;
  /** Unix seconds as text. */
  readonly since?: string;
  readonly until?: string;
}

/** What a container has printed so far, both streams in order, with the engine's frame headers taken off. */
export async function containerLogs(
  container: Dockerode.Container,
  { tail = "all", stdout = true, stderr = true, ...rest }: LogSelection = {},
): Promise<string> {
  // The client's type knows a number of lines only; the engine also takes the word.
  const lines = tail === "all" ? undefined : tail;
  const raw = (await container.logs({
    stdout,
    stderr,
    follow: false,
    tail: lines,
    ...rest,
  })) as unknown;
  return unframe(Buffer.isBuffer(raw) ? raw : Buffer.from(String(raw)));
}

/** Output of a container without a terminal comes in frames: 1 byte stream, 3 zero bytes, 4 bytes length. */
function unframe(raw: Buffer): string {
  const parts: Buffer[] = [];
  let position = 0;
  while (position < raw.length) {
    const stream = raw[position] ?? 255;
    const framed =
      stream <= 2 && position + 8 <= raw.length && raw.readUIntBE(position + 1, 3) === 0;
    if (!framed) return raw.toString("utf8");
    const length = raw.readUInt32BE(position + 4);
    parts.push(raw.subarray(position + 8, position + 8 + length));
    position += 8 + length;
  }
  return Buffer.concat(parts).toString("utf8");
}

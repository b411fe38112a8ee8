import { PassThrough } from "node:stream";

import type Dockerode from "dockerode";

import { reasonOf, waitForEnd } from "../../../engine";
import type { DockerContext } from "../session";
import type { ContainerInputs } from "./inputs";

/** What a container that ran to its end left. */
export interface AttachedRun {
  readonly failure?: string;
  readonly exitCode?: number;
  /** Only when `logs` was asked for. */
  readonly logs?: string;
}

/**
 * Starts a container and waits for its end. An exit code other than 0 is no failure, as with the official
 * plugin: it is an output. Works with `rm: true` too, because it listens from before the start.
 */
export async function runAttached(
  docker: Dockerode,
  container: Dockerode.Container,
  spec: ContainerInputs,
  ctx: DockerContext,
): Promise<AttachedRun> {
  const output = spec.logs ? await follow(docker, container, spec.tty ?? false) : undefined;
  const ended = waitForEnd(container, { condition: "next-exit", abortSignal: ctx.signal });
  // Awaited below; the start may fail first and leave it unused.
  ended.catch(() => undefined);
  try {
    await container.start();
  } catch (error) {
    output?.stop();
    return { failure: `it cannot be started: ${reasonOf(error)}` };
  }
  try {
    const exitCode = await ended;
    return { exitCode, ...(output && { logs: await output.text() }) };
  } catch (error) {
    output?.stop();
    const reason = ctx.signal.aborted ? String(ctx.signal.reason) : reasonOf(error);
    return { failure: `waiting for its end was given up: ${reason}` };
  }
}

/** What both kinds of attachment have; with a terminal the client gives another class than without. */
interface AttachedStream extends NodeJS.ReadableStream {
  destroy(): void;
}

interface Following {
  text(): Promise<string>;
  stop(): void;
}

async function follow(
  docker: Dockerode,
  container: Dockerode.Container,
  tty: boolean,
): Promise<Following> {
  const stream = (await container.attach({
    stream: true,
    stdout: true,
    stderr: true,
  })) as unknown as AttachedStream;
  const chunks: Buffer[] = [];
  const sink = new PassThrough();
  sink.on("data", (chunk: Buffer) => chunks.push(chunk));
  const done = new Promise<void>((resolve) => {
    stream.on("end", resolve);
    stream.on("close", resolve);
  });
  if (tty) stream.pipe(sink);
  else docker.modem.demuxStream(stream, sink, sink);
  return {
    async text() {
      await done;
      return Buffer.concat(chunks).toString("utf8");
    },
    stop() {
      stream.destroy();
    },
  };
}

import readline from "node:readline";
import { z } from "zod";
import { traceLines } from "./build-trace";

/** One thing that the engine reports while it builds or imports. */
export interface BuildEvent {
  /** Lines for the log. */
  readonly log: readonly string[];
  /** ID of the finished image. */
  readonly imageId?: string;
  /** Why it failed. */
  readonly error?: string;
}

const message = z.object({
  id: z.string().optional(),
  stream: z.string().optional(),
  status: z.string().optional(),
  error: z.string().optional(),
  aux: z.union([z.string(), z.object({ ID: z.string() })]).optional(),
});

/** Reads what the engine answers to a build or an import, event by event, until it ends. */
export async function* readBuild(stream: NodeJS.ReadableStream): AsyncGenerator<BuildEvent> {
  for await (const line of readline.createInterface({ input: stream })) {
    if (line.trim() !== "") yield parseEvent(line);
  }
}

/** Parses one line of the engine's answer. */
export function parseEvent(line: string): BuildEvent {
  const { id, stream, status, error, aux } = message.parse(JSON.parse(line));
  if (typeof aux === "string") return { log: id === "moby.buildkit.trace" ? traceLines(aux) : [] };
  const text = (stream ?? status ?? error ?? "").trimEnd();
  return {
    log: text === "" ? [] : [text],
    ...(error === undefined ? {} : { error }),
    ...(aux === undefined ? {} : { imageId: aux.ID }),
  };
}

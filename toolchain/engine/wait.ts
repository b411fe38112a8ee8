import { text } from "node:stream/consumers";

import type Dockerode from "dockerode";

import { dial } from "./dial";

/** What to wait for, and until when. */
export interface WaitOptions {
  /** "next-exit" also waits for one that does not run yet; left out, one that does not run has ended. */
  readonly condition?: "next-exit";
  readonly abortSignal?: AbortSignal;
}

/**
 * Waits for the end of a container.
 *
 * The client's own `wait` never comes back when the engine dies meanwhile: the engine has sent the head of
 * its answer long before, and the client listens for an orderly end alone.
 * @returns Its exit code.
 * @throws Error with the code ECONNRESET when the engine ended first; the signal's reason; an answer of the engine.
 */
export async function waitForEnd(
  container: Dockerode.Container,
  options: WaitOptions = {},
): Promise<number> {
  const answer = parse(await read(container, options));
  if (answer === undefined) {
    const cut = new Error("the connection was closed before the container's end");
    throw Object.assign(cut, { code: "ECONNRESET" });
  }
  return answer.StatusCode;
}

async function read(
  container: Dockerode.Container,
  { condition, abortSignal }: WaitOptions,
): Promise<string> {
  const request = {
    path: `/containers/${container.id}/wait?`,
    method: "POST",
    options: condition === undefined ? {} : { condition },
    isStream: true,
    abortSignal,
    statusCodes: { 200: true, 404: "no such container", 500: "server error" },
  };
  try {
    return await text((await dial(container, request)) as NodeJS.ReadableStream);
  } catch (error) {
    // The client says only that the connection was closed.
    abortSignal?.throwIfAborted();
    throw error;
  }
}

function parse(body: string): { readonly StatusCode: number } | undefined {
  try {
    return JSON.parse(body) as { readonly StatusCode: number };
  } catch {
    return undefined;
  }
}

import { Stopped } from "../base/operations";

// Cancelled by hand: the engine waits, and a command may have something to undo first.
const GRACE_CANCELLED_MS = 60_000;
// The engine itself ends: it kills this plugin after 5 s.
const GRACE_SHUTDOWN_MS = 4000;

/** Why work was stopped, as the beginning of a message; undefined when it was not. */
export function stopOf(signal: AbortSignal): string | undefined {
  if (!signal.aborted) return undefined;
  return `stopped, because ${signal.reason instanceof Error ? signal.reason.message : "it was cancelled"}`;
}

/** @throws Error when the work is not to begin any more. */
export function refuseStopped(signal: AbortSignal, command: string): void {
  const stopped = stopOf(signal);
  if (stopped !== undefined) throw new Error(`${stopped}, before it began: "${command}"`);
}

/**
 * Ends a command when it is stopped: politely first, by force 60 s after a cancel or a timeout, 4 s
 * after the engine went.
 * @returns Takes the watch away; call it when the command has ended.
 */
export function endOnAbort(
  signal: AbortSignal,
  kill: (name: "SIGTERM" | "SIGKILL") => void,
): () => void {
  let timer: NodeJS.Timeout | undefined;
  const end = (): void => {
    const shutdown = signal.reason instanceof Stopped && signal.reason.cause === "shutdown";
    kill("SIGTERM");
    timer = setTimeout(kill, shutdown ? GRACE_SHUTDOWN_MS : GRACE_CANCELLED_MS, "SIGKILL");
  };
  signal.addEventListener("abort", end, { once: true });
  return () => {
    signal.removeEventListener("abort", end);
    clearTimeout(timer);
  };
}

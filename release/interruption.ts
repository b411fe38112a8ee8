/** How often the parent process is looked for, in milliseconds. */
const lookEvery = 1000;

/**
 * A signal that fires when the deployment is interrupted: by a signal to this process, or because
 * the process that started it was killed and nobody would read the answer any more.
 */
export function interruption(): AbortSignal {
  const controller = new AbortController();
  const interrupt = (): void => {
    controller.abort(new Error("The deployment was interrupted."));
  };
  // Listened for to the end: a second Ctrl-C must not kill a release that is being undone.
  process.on("SIGINT", interrupt);
  process.on("SIGTERM", interrupt);
  const parent = process.ppid;
  setInterval(() => {
    if (process.ppid !== parent) interrupt();
  }, lookEvery).unref();
  return controller.signal;
}

/** A signal that never fires: for what has to come to its end, because half of it would be worse than all or nothing. */
export const unstoppable = new AbortController().signal;

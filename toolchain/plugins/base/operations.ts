/** Why work was asked to stop. */
export type StopCause = "cancelled" | "timeout" | "shutdown";

/** The reason of every aborted signal that handlers get. */
export class Stopped extends Error {
  /**
   * @param cause `cancelled` (Ctrl-C: the engine waits for us), `timeout` (customTimeouts), or
   *   `shutdown` (the engine ends the plugin within 5 s, or died).
   */
  constructor(
    override readonly cause: StopCause,
    message: string,
  ) {
    super(message);
    this.name = "Stopped";
  }
}

/** Everything that is running in this plugin, so that all of it can be asked to stop. */
export class Operations {
  private readonly running = new Map<AbortController, Promise<unknown>>();
  private stopped: Stopped | undefined;

  /** Runs work with a signal of its own; what starts after a stop finds its signal aborted already. */
  async run<T>(timeoutSeconds: number, work: (signal: AbortSignal) => Promise<T>): Promise<T> {
    const controller = new AbortController();
    if (this.stopped) controller.abort(this.stopped);
    const timer = this.startTimer(controller, timeoutSeconds);
    const promise = work(controller.signal);
    this.running.set(
      controller,
      promise.catch(() => undefined),
    );
    try {
      return await promise;
    } finally {
      clearTimeout(timer);
      this.running.delete(controller);
    }
  }

  /** Asks everything to stop. */
  stop(cause: Exclude<StopCause, "timeout">): void {
    const text = cause === "cancelled" ? "the update was cancelled" : "the Pulumi engine ended";
    this.stopped = new Stopped(cause, text);
    for (const controller of this.running.keys()) controller.abort(this.stopped);
  }

  /** Resolves when nothing runs. */
  async idle(): Promise<void> {
    while (this.running.size > 0) await Promise.all(this.running.values());
  }

  private startTimer(controller: AbortController, seconds: number): NodeJS.Timeout | undefined {
    if (seconds <= 0) return undefined;
    const reason = new Stopped("timeout", `it took longer than the ${seconds} s of customTimeouts`);
    return setTimeout(() => {
      controller.abort(reason);
    }, seconds * 1000);
  }
}

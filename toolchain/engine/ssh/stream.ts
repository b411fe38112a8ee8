import { Duplex, type Readable, type Writable } from "node:stream";
import { Socket } from "node:net";

/** The two ends of a connection; a socket is both. */
export interface Ends {
  readonly readable: Readable;
  readonly writable: Writable;
}

/**
 * Says why a connection ended.
 * @param answered Whether anything had come back.
 * @returns undefined when it ended as connections do.
 */
export type Verdict = (answered: boolean) => Promise<Error | undefined>;

/**
 * A connection to the engine whose failures say what happened, instead of just closing: users of the
 * client see the same clear line on every call, also on streams that were taken over.
 */
export class EngineStream extends Duplex {
  private answered = false;
  private finished = false;
  private idle = false;

  constructor(
    private readonly ends: Ends,
    private readonly verdict: Verdict,
  ) {
    super({ allowHalfOpen: true });
    const { readable, writable } = ends;
    readable.on("data", (chunk: Buffer) => {
      this.answered = true;
      if (!this.push(chunk)) readable.pause();
    });
    const finish = (): void => {
      this.finish();
    };
    readable.once("end", finish).once("error", finish).once("close", finish);
    writable.once("error", finish);
  }

  override _read(): void {
    this.ends.readable.resume();
  }

  override _write(chunk: Buffer, _encoding: string, done: (error?: Error | null) => void): void {
    this.ends.writable.write(chunk, (error) => {
      if (error) this.finish();
      // The verdict ends the stream, and with a better error than a broken pipe.
      else done();
    });
  }

  override _final(done: () => void): void {
    if (this.ends.writable.writable) this.ends.writable.end(done);
    else done();
  }

  override _destroy(error: Error | null, done: (error: Error | null) => void): void {
    this.ends.readable.destroy();
    this.ends.writable.destroy();
    done(error);
  }

  /** Asked for by the HTTP client of a connection that waits for its next request; channels need none. */
  setKeepAlive(): this {
    return this;
  }

  /** As of `net.Socket`. */
  setNoDelay(): this {
    return this;
  }

  /** As of `net.Socket`. */
  setTimeout(milliseconds: number, callback?: () => void): this {
    const { readable } = this.ends;
    if (readable instanceof Socket) {
      readable.setTimeout(milliseconds, () => this.emit("timeout"));
      if (callback) this.once("timeout", callback);
    }
    return this;
  }

  /** A request is under way: keeps the process running. */
  ref(): this {
    this.idle = false;
    this.answered = false;
    for (const end of this.sockets()) end.ref();
    return this;
  }

  /** The HTTP client keeps the connection for its next request: lets the process end meanwhile. */
  unref(): this {
    this.idle = true;
    for (const end of this.sockets()) end.unref();
    return this;
  }

  private sockets(): Socket[] {
    return [this.ends.readable, this.ends.writable].filter((end) => end instanceof Socket);
  }

  private finish(): void {
    if (this.finished || this.destroyed) return;
    this.finished = true;
    if (this.idle) {
      // At once, so that no request is sent on it.
      this.destroy();
      return;
    }
    void this.verdict(this.answered).then((error) => {
      if (error) this.destroy(error);
      else this.push(null);
    });
  }
}

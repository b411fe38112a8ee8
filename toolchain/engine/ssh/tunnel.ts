import { mkdtempSync, rmSync } from "node:fs";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";

import type { SshEndpoint } from "../endpoint";
import { EngineUnavailable } from "../failure";
import { type TunnelFiles, dialArguments, tunnelArguments } from "./arguments";
import {
  type SocketState,
  engineFailure,
  loginFailure,
  lostFailure,
  unconnectedFailure,
} from "./causes";
import { limit } from "./limit";
import { LoginFailed, type Session, release, startSession } from "./session";
import { EngineStream } from "./stream";

/** Between the end of a connection and the end of the process that carried it, in milliseconds. */
const grace = 50;

/** How long the last words of an `ssh` that ends may take, in milliseconds: a busy machine tells late that it ended. */
const endWithin = 3000;

/** How long the engine may take for a sign of life after the login, in milliseconds. */
const answerWithin = 3000;

/** Sessions that may be starting at one time: sshd begins to drop logins at ten. */
const dialsAtOnce = 4;

/**
 * One `ssh` that logged in, and the way from it to the engine: its forwarded socket, or, where that is
 * not to be had, the Docker CLI of the other machine in one session for each connection.
 */
export class Tunnel {
  private throughCli = false;
  /** Whether the forwarded socket has worked. */
  private forwards = false;
  private readonly atOnce = limit(dialsAtOnce);

  private constructor(
    private readonly endpoint: SshEndpoint,
    private readonly files: TunnelFiles,
    private readonly session: Session,
  ) {}

  /**
   * Logs in and finds the way to the engine.
   * @throws EngineUnavailable
   */
  static async open(endpoint: SshEndpoint): Promise<Tunnel> {
    // For this user alone, as mkdtemp makes it: who can open the socket is root on the other machine.
    const folder = mkdtempSync(join(tmpdir(), "palier-ssh-"));
    const remove = (): void => {
      process.off("exit", remove);
      rmSync(folder, { recursive: true, force: true });
    };
    process.once("exit", remove);
    const files = { engine: join(folder, "engine"), control: join(folder, "control") };
    try {
      const session = await startSession(tunnelArguments(endpoint, files));
      void session.ended.then(remove);
      return await new Tunnel(endpoint, files, session).findEngine();
    } catch (error) {
      remove();
      throw error instanceof LoginFailed ? loginFailure(endpoint, error) : error;
    }
  }

  /** Resolves when no more connections can be made. */
  get ended(): Promise<unknown> {
    return this.session.ended;
  }

  /**
   * A new connection to the engine.
   * @throws EngineUnavailable
   */
  async dial(): Promise<EngineStream> {
    return this.throughCli ? await this.dialThroughCli() : await this.dialForwarded();
  }

  private get socketState(): SocketState {
    const [state] = this.session.words;
    return state === "usable" || state === "denied" ? state : "missing";
  }

  private async findEngine(): Promise<this> {
    let failure = await this.trialForwarded();
    this.forwards = failure === undefined;
    if (failure && this.session.words[1] === "cli") {
      // The CLI knows where a rootless engine is, and needs no forwarding.
      this.throughCli = true;
      const other = await this.trial();
      if (!other || this.socketState === "usable") failure = other;
    }
    if (failure) {
      this.session.child.kill();
      throw failure;
    }
    release(this.session);
    return this;
  }

  private async trialForwarded(): Promise<Error | undefined> {
    if (this.socketState === "usable") return await this.trial();
    return engineFailure(this.endpoint, this.socketState, "");
  }

  /** Asks the engine for a sign of life; what went wrong, or undefined. */
  private async trial(): Promise<Error | undefined> {
    let stream: EngineStream | undefined;
    try {
      const trial = (stream = await this.dial());
      await new Promise((resolve, reject) => {
        trial.once("data", resolve).once("error", reject).once("end", resolve);
        trial.write("GET /_ping HTTP/1.0\r\nHost: docker\r\n\r\n");
        const late = new EngineUnavailable(
          this.endpoint,
          `the machine answers, but its engine does not within ${answerWithin / 1000} s`,
          "look at the engine's log on that machine",
        );
        setTimeout(reject, answerWithin, late).unref();
      });
      return undefined;
    } catch (error) {
      return error as Error;
    } finally {
      stream?.destroy();
    }
  }

  private async dialForwarded(): Promise<EngineStream> {
    const socket = connect({ path: this.files.engine, allowHalfOpen: true });
    await new Promise<void>((resolve, reject) => {
      socket.once("connect", resolve).once("error", () => {
        reject(lostFailure(this.endpoint, this.session.stderr()));
      });
    });
    return new EngineStream({ readable: socket, writable: socket }, async (answered) => {
      await Promise.race([this.session.ended, delay(grace)]);
      if (this.session.isEnding()) {
        await Promise.race([this.session.ended, delay(endWithin)]);
        return lostFailure(this.endpoint, this.session.stderr());
      }
      if (answered) return undefined;
      if (!this.forwards) return unconnectedFailure(this.endpoint);
      return engineFailure(this.endpoint, "usable", "");
    });
  }

  private async dialThroughCli(): Promise<EngineStream> {
    const session = await this.atOnce(() => this.startDial());
    const { stdin, stdout } = session.child;
    const stream = new EngineStream({ readable: stdout, writable: stdin }, async (answered) => {
      await Promise.race([this.session.ended, session.ended, delay(answerWithin)]);
      // 255 is the status of ssh itself.
      if (this.session.hasEnded() || (await session.ended) === 255) {
        return lostFailure(this.endpoint, this.session.stderr() || session.stderr());
      }
      if (answered) return undefined;
      return engineFailure(this.endpoint, this.socketState, session.stderr());
    });
    stream.once("close", () => session.child.kill());
    // The stream alone decides from now on whether this program has something to wait for.
    release(session);
    return stream.ref();
  }

  private async startDial(): Promise<Session> {
    try {
      return await startSession(dialArguments(this.endpoint, this.files));
    } catch (error) {
      if (!(error instanceof LoginFailed)) throw error;
      throw lostFailure(this.endpoint, this.session.stderr() || error.stderr);
    }
  }
}

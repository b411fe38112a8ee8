import { credentials } from "@grpc/grpc-js";
import { EngineClient } from "@pulumi/pulumi/proto/engine_grpc_pb";
import { LogRequest, LogSeverity } from "@pulumi/pulumi/proto/engine_pb";
import type { Severity } from "./resource";

/** One line for the terminal. */
export interface LogMessage {
  readonly urn: string;
  readonly message: string;
  readonly severity: Severity;
  /** Live progress: shown beside the resource and not kept. */
  readonly ephemeral: boolean;
  /** Lines of one operation share a number, so that the engine shows them as one block. */
  readonly stream: number;
}

const LEVELS: Readonly<Record<Severity, LogSeverity>> = {
  debug: LogSeverity.DEBUG,
  info: LogSeverity.INFO,
  warning: LogSeverity.WARNING,
  error: LogSeverity.ERROR,
};

// A command may print faster than the terminal shows; beyond this, the oldest progress is dropped.
const MOST_WAITING = 1000;

/** Sends lines to the engine one after the other, so that they arrive in order. */
export class EngineLog {
  private address = "";
  private client: EngineClient | undefined;
  private waiting: LogMessage[] = [];
  private sending: Promise<void> | undefined;

  /** Says where the engine listens; the last call counts. */
  connect(address: string): void {
    if (address === this.address) return;
    this.address = address;
    this.client?.close();
    this.client = undefined;
  }

  /** Queues one line and returns at once. */
  write(message: LogMessage): void {
    if (this.address === "") return;
    this.waiting.push(message);
    if (this.waiting.length > MOST_WAITING) {
      const oldest = this.waiting.findIndex((line) => line.ephemeral);
      if (oldest >= 0) this.waiting.splice(oldest, 1);
    }
    this.sending ??= this.send().finally(() => (this.sending = undefined));
  }

  /** Resolves when every queued line was sent, so that no line arrives after its operation's end. */
  async flushed(): Promise<void> {
    await this.sending;
  }

  private async send(): Promise<void> {
    for (let line = this.waiting.shift(); line; line = this.waiting.shift()) {
      try {
        await this.deliver(line);
      } catch {
        // The engine is gone or gave up on this line; the operation itself must not fail for it.
        this.waiting = [];
      }
    }
  }

  private async deliver(line: LogMessage): Promise<void> {
    this.client ??= new EngineClient(this.address, credentials.createInsecure());
    const client = this.client;
    const request = new LogRequest();
    request.setSeverity(LEVELS[line.severity]);
    request.setUrn(line.urn);
    request.setMessage(line.message);
    request.setEphemeral(line.ephemeral);
    request.setStreamid(line.stream);
    await new Promise<void>((resolve, reject) => {
      client.log(request, (error) => {
        if (error) reject(error);
        else resolve();
      });
    });
  }
}

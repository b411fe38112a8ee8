import type Dockerode from "dockerode";

import { connect, openEngine, parseEndpoint } from "../../../toolchain/engine";
import { SecondEngine } from "../../support/second-engine";
import { type Settings, SshServer } from "./ssh-server";

/** A second engine behind an ssh server, and an operator whose key and known hosts fit. */
export class Lab {
  readonly engine = new SecondEngine();
  readonly server = new SshServer();
  private readonly path = process.env.PATH;

  async start(): Promise<void> {
    await Promise.all([this.engine.start(), this.server.start()]);
    this.reset();
    process.env.PATH = this.server.clientPath;
  }

  /** The operator's side as it should be. */
  reset(): void {
    this.server.learnHostKey();
    this.server.useKey("id");
  }

  /** Ends all connections and starts the ssh server with other settings. */
  async restartServer(settings?: Settings): Promise<void> {
    await this.server.stop();
    await this.server.start(settings);
  }

  address(user = "deploy", socket = this.engine.socket): string {
    return `ssh://${user}@${this.server.host}:${this.server.port}${socket}`;
  }

  async open(address = this.address()): Promise<Dockerode> {
    return (await openEngine(parseEndpoint(address))).docker;
  }

  /** A client that has not asked anything yet. */
  async client(address = this.address()): Promise<Dockerode> {
    return await connect(parseEndpoint(address));
  }

  async stop(): Promise<void> {
    process.env.PATH = this.path;
    await this.server.remove();
    await this.engine.remove();
  }
}

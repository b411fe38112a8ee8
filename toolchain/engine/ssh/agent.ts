import { Agent, type ClientRequestArgs } from "node:http";
import { type Duplex, PassThrough } from "node:stream";

import type { SshEndpoint } from "../endpoint";
import { Tunnel } from "./tunnel";

/** Gives the HTTP client its connections: all of them go over one `ssh`, which is started when the first is needed. */
export class SshAgent extends Agent {
  private tunnel: Promise<Tunnel> | undefined;

  /** @param endpoint Where to log in. */
  constructor(private readonly endpoint: SshEndpoint) {
    super({ keepAlive: true });
  }

  /**
   * Logs in unless that is done already, and makes sure that an engine answers. After a lost
   * connection the next call logs in again.
   * @throws EngineUnavailable
   */
  async reach(): Promise<Tunnel> {
    this.tunnel ??= this.open();
    return await this.tunnel;
  }

  override createConnection(
    _options: ClientRequestArgs,
    callback?: (error: Error | null, stream: Duplex) => void,
  ): undefined {
    void this.reach()
      .then((tunnel) => tunnel.dial())
      .then(
        (stream) => callback?.(null, stream),
        // A stream is asked for with an error too, and not looked at.
        (error: unknown) => callback?.(error as Error, new PassThrough()),
      );
    return undefined;
  }

  private async open(): Promise<Tunnel> {
    const forget = (): void => {
      this.tunnel = undefined;
    };
    try {
      const tunnel = await Tunnel.open(this.endpoint);
      void tunnel.ended.then(forget);
      return tunnel;
    } catch (error) {
      forget();
      throw error;
    }
  }
}

const agents = new Map<string, SshAgent>();

/** The agent of an address; the same for every client of this process. */
export function sshAgent(endpoint: SshEndpoint): SshAgent {
  const key = JSON.stringify(endpoint);
  const agent = agents.get(key) ?? new SshAgent(endpoint);
  agents.set(key, agent);
  return agent;
}

import type { Duplex } from "node:stream";
import { setTimeout as delay } from "node:timers/promises";
import type { AuthenticationType, Client, ConnectConfig } from "ssh2";
import type { OperationContext } from "../../base/resource";
import { stopOf } from "../stop";
import type { Connection, Hop } from "./connection";
import { fingerprint, parseHostKey } from "./host-key";

type Context = OperationContext<undefined>;

// The official plugin's waits between two tries.
const FIRST_WAIT_MS = 100;
const LONGEST_WAIT_MS = 5000;

/** What trying again does not change. */
class Hopeless extends Error {}

/**
 * Logs in, tries again as the connection says, and ends the connection after the work.
 * @throws Error with one line when logging in fails.
 */
export async function withClient<T>(
  connection: Connection,
  ctx: Context,
  work: (client: Client) => Promise<T>,
): Promise<T> {
  const { proxy } = connection;
  if (!proxy) return await withHop(connection, "Dial", ctx, undefined, work);
  return await withHop(proxy, "Dial proxy", ctx, undefined, (bastion) =>
    withHop(connection, "Dial from proxy", ctx, () => forward(bastion, connection), work),
  );
}

async function withHop<T>(
  hop: Hop,
  what: string,
  ctx: Context,
  way: (() => Promise<Duplex>) | undefined,
  work: (client: Client) => Promise<T>,
): Promise<T> {
  const client = await retried(hop, what, ctx, async () => login(hop, ctx.signal, await way?.()));
  try {
    return await work(client);
  } finally {
    client.end();
  }
}

async function retried<T>(
  hop: Hop,
  what: string,
  ctx: Context,
  dial: () => Promise<T>,
): Promise<T> {
  const limit = hop.dialErrorLimit;
  for (
    let tries = 1, wait = FIRST_WAIT_MS;
    ;
    tries += 1, wait = Math.min(wait * 1.5, LONGEST_WAIT_MS)
  ) {
    const stopped = stopOf(ctx.signal);
    if (stopped !== undefined) throw new Error(`${stopped}, while logging in to ${nameOf(hop)}`);
    try {
      return await dial();
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      if (error instanceof Hopeless) throw new Error(`logging in to ${nameOf(hop)}: ${reason}`);
      if (limit >= 0 && tries > limit) {
        const times = tries === 1 ? "once" : `${tries} times`;
        throw new Error(`logging in to ${nameOf(hop)} failed ${times}: ${reason}`);
      }
      const most = limit < 0 ? "inf" : String(limit);
      ctx.log(`${what} ${tries}/${most} failed: retrying`, "info", { ephemeral: true });
      await delay(wait, undefined, { signal: ctx.signal }).catch(() => undefined);
    }
  }
}

function nameOf({ user, host, port }: Hop): string {
  return `${user}@${host}:${port}`;
}

async function login(hop: Hop, signal: AbortSignal, way?: Duplex): Promise<Client> {
  // Loaded here: it takes longer than the rest of the plugin, and most programs have no remote command.
  const { Client } = await import("ssh2");
  const client = new Client();
  let strange: Buffer | undefined;
  const verify = (key: Buffer): boolean => {
    const expected = hop.hostKey === undefined ? undefined : parseHostKey(hop.hostKey);
    if (hop.hostKey !== undefined && !expected?.blob.equals(key)) strange = key;
    return strange === undefined;
  };
  const stop = (): void => {
    client.destroy();
  };
  signal.addEventListener("abort", stop, { once: true });
  try {
    await new Promise<void>((resolve, reject) => {
      client.once("ready", resolve);
      // Stays for the whole connection: without a listener a late error would end the plugin.
      client.on("error", (error) => {
        reject(strange ? new Hopeless(strangeKey(strange)) : error);
      });
      client.once("close", () => {
        reject(new Error("the connection was closed"));
      });
      client.on("keyboard-interactive", (_name, _text, _language, prompts, finish) => {
        finish(prompts.map(() => hop.password ?? ""));
      });
      connect(client, { ...configOf(hop), hostVerifier: verify, ...(way && { sock: way }) });
    });
  } catch (error) {
    client.destroy();
    throw error;
  } finally {
    signal.removeEventListener("abort", stop);
  }
  return client;
}

function strangeKey(key: Buffer): string {
  return `ITS HOST KEY IS NOT THE ONE IN connection.hostKey (it shows ${fingerprint(key)}): somebody may be in between; nothing was sent; correct hostKey only after whoever runs that machine has confirmed the fingerprint`;
}

function connect(client: Client, config: ConnectConfig): void {
  try {
    client.connect(config);
  } catch (error) {
    // A key that cannot be read, or a wrong passphrase.
    throw new Hopeless(error instanceof Error ? error.message : String(error));
  }
}

function configOf(hop: Hop): ConnectConfig {
  const { privateKey, privateKeyPassword, password, agentSocketPath, hostKey } = hop;
  const methods: [unknown, AuthenticationType][] = [
    [privateKey, "publickey"],
    [password, "password"],
    [password, "keyboard-interactive"],
    [agentSocketPath, "agent"],
  ];
  const key = hostKey === undefined ? undefined : parseHostKey(hostKey);
  return {
    host: hop.host,
    port: hop.port,
    username: hop.user,
    readyTimeout: hop.perDialTimeout * 1000,
    // A peer that has died is noticed when the fourth question would be asked, after 40 s.
    keepaliveInterval: 10_000,
    keepaliveCountMax: 3,
    tryKeyboard: password !== undefined,
    authHandler: methods.filter(([given]) => given !== undefined).map(([, method]) => method),
    ...(privateKey !== undefined && { privateKey }),
    ...(privateKeyPassword !== undefined && { passphrase: privateKeyPassword }),
    ...(password !== undefined && { password }),
    ...(agentSocketPath !== undefined && { agent: agentSocketPath }),
    ...(key && { algorithms: { serverHostKey: key.algorithms } }),
  };
}

function forward(bastion: Client, { host, port }: Hop): Promise<Duplex> {
  return new Promise((resolve, reject) => {
    bastion.forwardOut("127.0.0.1", 0, host, port, (error, channel) => {
      if (error) reject(error);
      else resolve(channel);
    });
  });
}

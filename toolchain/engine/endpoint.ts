/** Certificates of a TLS connection: PEM texts, or a folder with `ca.pem`, `cert.pem` and `key.pem` that is read when the connection is made. */
export interface TlsMaterial {
  /** Authority that signed the engine's certificate, PEM. */
  readonly ca?: string;
  /** The client's certificate, PEM. */
  readonly cert?: string;
  /** The client's private key, PEM; never printed. */
  readonly key?: string;
  /** Folder with `ca.pem`, `cert.pem` and `key.pem`; texts given beside it win. */
  readonly certPath?: string;
  /** What messages call the setting that names the folder; `certPath` when not given. */
  readonly setting?: string;
}

/** An engine behind a socket file on this machine. */
export interface UnixEndpoint {
  readonly kind: "unix";
  readonly path: string;
  /** The address as people write it, for messages. */
  readonly display: string;
}

/** An engine behind a TCP port, encrypted when `tls` is there. */
export interface TcpEndpoint {
  readonly kind: "tcp";
  readonly host: string;
  readonly port: number;
  readonly tls?: TlsMaterial;
  readonly display: string;
}

/** An engine on another machine, reached through this machine's `ssh`. What is not given is decided by the operator's ssh configuration. */
export interface SshEndpoint {
  readonly kind: "ssh";
  /** Name, address (IPv6 without brackets) or an alias of the ssh configuration. */
  readonly host: string;
  readonly port?: number;
  readonly user?: string;
  /** The engine's socket on that machine; `/var/run/docker.sock` when not given. */
  readonly socket?: string;
  /** More arguments for `ssh`, such as `-i` and a file. They cannot weaken what this code sets itself. */
  readonly options?: readonly string[];
  readonly display: string;
}

/** Where a Docker engine answers. */
export type Endpoint = UnixEndpoint | TcpEndpoint | SshEndpoint;

/** Where an engine is when nothing says otherwise: the place every Linux package uses. */
export const defaultAddress = "unix:///var/run/docker.sock";

const formats =
  "unix:///path/to/docker.sock, tcp://host:port or ssh://user@host[:port][/path/to/docker.sock]";

/**
 * Understands the address of an engine, without touching the network or the disk.
 * @param address `unix:///path`, `tcp://host[:port]` (2375, with TLS 2376 when no port is given) or
 * `ssh://[user@]host[:port][/path]`; empty means `DOCKER_HOST`, then the default socket.
 * @param tls Certificates for tcp; without them the connection is in clear.
 * @param env Where `DOCKER_HOST`, `DOCKER_CERT_PATH` and `DOCKER_TLS_VERIFY` are looked up.
 * @throws Error with one line that names the address and the accepted forms.
 */
export function parseEndpoint(
  address?: string,
  tls: TlsMaterial = {},
  env: NodeJS.ProcessEnv = process.env,
): Endpoint {
  const text = firstText(address, env.DOCKER_HOST, defaultAddress);
  const scheme = /^([a-z]+):\/\//.exec(text)?.[1] ?? "";
  switch (scheme) {
    case "unix":
      return unixEndpoint(text);
    case "tcp":
      return tcpEndpoint(text, withEnvironment(tls, env));
    case "ssh":
      return sshEndpoint(text);
    case "npipe":
      throw new Error(
        `The engine address "${text}" is a Windows pipe, which this toolchain does not support: use ${formats}.`,
      );
    default:
      throw new Error(`The engine address "${text}" is not understood: use ${formats}.`);
  }
}

function firstText(...candidates: (string | undefined)[]): string {
  return candidates.find((candidate) => candidate?.trim())?.trim() ?? defaultAddress;
}

function unixEndpoint(text: string): UnixEndpoint {
  const path = text.slice("unix://".length);
  if (!path.startsWith("/")) {
    throw new Error(
      `The engine address "${text}" needs an absolute path, for example ${defaultAddress}.`,
    );
  }
  return { kind: "unix", path, display: text };
}

function tcpEndpoint(text: string, tls: TlsMaterial | undefined): TcpEndpoint {
  const url = parseUrl(text);
  if (url.username || url.password || (url.pathname !== "" && url.pathname !== "/")) {
    throw new Error(`An engine address of the form tcp://host:port takes no user and no path.`);
  }
  // 2375 and 2376 are the ports registered for Docker without and with TLS.
  const port = url.port === "" ? (tls ? 2376 : 2375) : Number(url.port);
  const host = url.hostname.replace(/^\[|\]$/g, "");
  return { kind: "tcp", host, port, ...(tls && { tls }), display: `tcp://${url.hostname}:${port}` };
}

function sshEndpoint(text: string): SshEndpoint {
  const url = parseUrl(text);
  if (url.password) {
    throw new Error(`An engine address of the form ssh://user@host takes no password: use a key.`);
  }
  const host = url.hostname.replace(/^\[|\]$/g, "");
  const socket = /^\/?$/.test(url.pathname) ? undefined : url.pathname;
  const strange = Object.entries({ "host name": host, user: url.username, path: socket ?? "" })
    .filter(([part, value]) => value !== "" && !sshParts[part]?.test(value))
    .map(([part]) => part);
  if (url.search || url.hash) strange.push("end");
  if (strange.length > 0) {
    throw new Error(
      `The engine address "${text}" has an unusual ${strange.join(" and ")}: use ssh://user@host[:port][/path/to/docker.sock] with plain letters, digits and ._-.`,
    );
  }
  return {
    kind: "ssh",
    host,
    ...(url.port && { port: Number(url.port) }),
    ...(url.username && { user: url.username }),
    ...(socket && { socket }),
    display: text,
  };
}

/** These parts become arguments of `ssh` and of the other machine's shell: nothing that either could take for something else. */
const sshParts: Readonly<Record<string, RegExp>> = {
  "host name": /^(?:[A-Za-z0-9_][A-Za-z0-9._-]*|[0-9A-Fa-f:]+)$/,
  user: /^[A-Za-z0-9_][A-Za-z0-9._-]*$/,
  path: /^(?:\/[A-Za-z0-9._-]+)+$/,
};

function parseUrl(text: string): URL {
  let url: URL;
  try {
    url = new URL(text);
  } catch {
    // The address itself is left out: what cannot be parsed may hold a password.
    throw new Error(`The engine address is not understood: use ${formats}.`);
  }
  if (!url.hostname) {
    throw new Error(`The engine address "${text}" names no host: use ${formats}.`);
  }
  return url;
}

function withEnvironment(tls: TlsMaterial, env: NodeJS.ProcessEnv): TlsMaterial | undefined {
  if (tls.ca || tls.cert || tls.key || tls.certPath) return tls;
  return env.DOCKER_TLS_VERIFY && env.DOCKER_CERT_PATH
    ? { certPath: env.DOCKER_CERT_PATH, setting: "DOCKER_CERT_PATH" }
    : undefined;
}

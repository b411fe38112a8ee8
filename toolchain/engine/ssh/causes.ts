import type { SshEndpoint } from "../endpoint";
import { EngineUnavailable } from "../failure";
import { connectSeconds, usualSocket } from "./arguments";

/** What an `ssh` that ended left to read. */
export interface Ended {
  /** All that it wrote to standard error. */
  readonly stderr: string;
  /** `ENOENT` when there is no such program. */
  readonly code?: string;
}

/** One line for an `ssh` that could not connect or log in. */
export function loginFailure(endpoint: SshEndpoint, { stderr, code }: Ended): EngineUnavailable {
  if (code === "ENOENT") {
    return new EngineUnavailable(
      endpoint,
      "the program ssh was not found on this machine",
      "install the OpenSSH client",
    );
  }
  for (const { when, cause, remedy } of causes) {
    const found = when.exec(stderr);
    if (found) {
      return new EngineUnavailable(endpoint, cause(found, stderr), remedy(endpoint, stderr));
    }
  }
  return new EngineUnavailable(
    endpoint,
    `ssh ended${lastWords(stderr)}`,
    `try ${byHand(endpoint)} by hand`,
  );
}

/** One line for a connection that was there and is gone. */
export function lostFailure(endpoint: SshEndpoint, stderr: string): EngineUnavailable {
  return new EngineUnavailable(
    endpoint,
    `the ssh connection was lost${lastWords(stderr)}`,
    "check the network and the other machine, then run the same command again",
  );
}

/** How the engine's socket looks to the user who logged in. */
export type SocketState = "usable" | "denied" | "missing";

/** One line for a socket that is there and could not be connected to; sshd gives the same answer for both reasons. */
export function unconnectedFailure(endpoint: SshEndpoint): EngineUnavailable {
  return new EngineUnavailable(
    endpoint,
    `the machine answers, but its socket ${endpoint.socket ?? usualSocket} could not be connected to`,
    `start the engine there; if it runs, set "AllowStreamLocalForwarding yes" in that machine's sshd_config or install a Docker CLI there`,
  );
}

/**
 * One line for a login that worked, on a machine whose engine cannot be used.
 * @param told What the Docker CLI of the other machine wrote to standard error.
 */
export function engineFailure(
  endpoint: SshEndpoint,
  state: SocketState,
  told: string,
): EngineUnavailable {
  const socket = endpoint.socket ?? usualSocket;
  if (state === "denied" || /permission denied/i.test(told)) {
    return new EngineUnavailable(
      endpoint,
      `the user who logs in has no permission to use the socket ${socket}`,
      "add that user to the group docker on that machine, or log in as another one",
    );
  }
  if (state === "missing") {
    return new EngineUnavailable(
      endpoint,
      `there is no socket ${socket} on that machine`,
      "start its engine, or give the socket's path: ssh://user@host/run/user/1000/docker.sock",
    );
  }
  return new EngineUnavailable(
    endpoint,
    `the machine answers, but no engine behind its socket ${socket}`,
    "start the engine there, for example with systemctl start docker",
  );
}

interface Cause {
  readonly when: RegExp;
  readonly cause: (found: RegExpExecArray, stderr: string) => string;
  readonly remedy: (endpoint: SshEndpoint, stderr: string) => string;
}

const network = "check the address, the network and the firewall";

const causes: readonly Cause[] = [
  {
    when: /REMOTE HOST IDENTIFICATION HAS CHANGED|Host key for (\S+) has changed/,
    cause: (_, stderr) =>
      `ITS HOST KEY HAS CHANGED (${/SHA256:\S+?(?=\.?\s)/.exec(stderr)?.[0] ?? "another fingerprint"}): somebody may be in between; nothing was sent`,
    remedy: (endpoint, stderr) =>
      `do not go on before whoever runs that machine has confirmed the new fingerprint, then remove the old key with ssh-keygen -R '${keyName(endpoint, stderr)}' and accept the new one with ${byHand(endpoint)}`,
  },
  {
    when: /host key is known for|Host key verification failed/,
    cause: () => "its host key is not known to this machine",
    remedy: (endpoint) =>
      `log in once by hand with ${byHand(endpoint)} and accept the key after comparing its fingerprint with that machine's own`,
  },
  {
    when: /Permission denied \(([^)]*)\)|Too many authentication failures/,
    cause: (found) => `the login was refused (${found[1] ?? "too many keys were tried"})`,
    remedy: () =>
      "check the user's name, that its key is in the agent (ssh-add -l) and in the other machine's authorized_keys",
  },
  {
    when: /Connection refused/,
    cause: () => "the connection was refused",
    remedy: () => "check the port, and that an ssh server runs there",
  },
  {
    when: /Could not resolve hostname/,
    cause: () => "the host name is not known",
    remedy: () => "correct the host name or the name server",
  },
  {
    when: /timed out|Timeout/i,
    cause: () => `it does not answer within ${connectSeconds} s`,
    remedy: () => network,
  },
  {
    when: /No route to host|Network is unreachable/,
    cause: () => "there is no way to it",
    remedy: () => network,
  },
  {
    when: /kex_exchange_identification|Connection (?:closed|reset)/,
    cause: () => "the connection was closed before the login",
    remedy: () => "check that an ssh server answers there and is not overloaded (MaxStartups)",
  },
];

/** The last line that ssh wrote, as a part of a sentence; its own notes on the way are left out. */
function lastWords(stderr: string): string {
  const line = stderr.trim().split("\n").at(-1)?.replace(/\s+/g, " ").trim().slice(0, 300) ?? "";
  return line === "" ? "" : ` (${line.replace(/\.$/, "")})`;
}

/** The name under which ssh keeps the host's key. */
function keyName({ host, port }: SshEndpoint, stderr: string): string {
  const named = /[Hh]ost key for (\S+) has changed/.exec(stderr)?.[1];
  return named ?? (port === undefined ? host : `[${host}]:${port}`);
}

/** The command with which a person would log in. */
function byHand({ host, port, user, options = [] }: SshEndpoint): string {
  const words = ["ssh", ...(port === undefined ? [] : ["-p", String(port)]), ...options];
  return [...words, user === undefined ? host : `${user}@${host}`].join(" ");
}

import type { Endpoint } from "./endpoint";

/** The engine cannot be reached or does not talk as an engine does: one line with the address, the cause and the remedy. */
export class EngineUnavailable extends Error {
  /**
   * @param endpoint The address that was tried.
   * @param cause Why it does not work, without a full stop.
   * @param remedy What to do, without a full stop.
   */
  constructor(endpoint: Endpoint, cause: string, remedy: string) {
    super(`The Docker engine at ${endpoint.display} is not usable: ${cause}; ${remedy}.`);
    this.name = "EngineUnavailable";
  }
}

/** The part of an error of the HTTP client that tells what happened. */
interface ClientError {
  readonly code?: string;
  readonly syscall?: string;
  readonly statusCode?: number;
  readonly json?: unknown;
  readonly message?: string;
}

/** The HTTP status that an engine answered with; undefined when the error is not an answer of an engine. */
export function statusOf(error: unknown): number | undefined {
  return isClientError(error) ? error.statusCode : undefined;
}

/**
 * What an engine said, as one line without the client's decoration.
 * @param error Anything thrown by the client.
 */
export function reasonOf(error: unknown): string {
  if (!isClientError(error)) return typeof error === "string" ? error : "unknown error";
  const { json } = error;
  const said =
    typeof json === "object" && json !== null && "message" in json ? json.message : undefined;
  const text = typeof said === "string" ? said : (error.message ?? "unknown error");
  const plain = text.replace(/^\(HTTP code \d+\) [^-]*- /, "");
  return plain.replace(/\s+/g, " ").trim().replace(/\.$/, "");
}

/**
 * Turns a failed connection into one clear line.
 * @param error What the client threw.
 * @param endpoint The address that was tried.
 * @returns undefined when the error is an answer of a working engine.
 */
export function connectionFailure(
  error: unknown,
  endpoint: Endpoint,
): EngineUnavailable | undefined {
  if (error instanceof EngineUnavailable) return error;
  if (!isClientError(error) || error.statusCode !== undefined) return undefined;
  // Every failed connection has a code; an error without one was made by a program, not by the network.
  if (error.code === undefined) return undefined;
  // A file that this program could not read gives the same codes as a socket that is not there.
  if (/^(ENOENT|EACCES|EPERM)$/.test(error.code) && error.syscall !== "connect") {
    return undefined;
  }
  const known = causes.find(({ when }) => when.test(`${error.code} ${error.message ?? ""}`));
  return known && new EngineUnavailable(endpoint, known.cause, known.remedy);
}

const startIt = "start the engine, or correct the provider's host or DOCKER_HOST";

const causes: readonly { when: RegExp; cause: string; remedy: string }[] = [
  { when: /ENOENT/, cause: "there is no such socket", remedy: startIt },
  { when: /ECONNREFUSED/, cause: "the connection was refused", remedy: startIt },
  {
    when: /EACCES|EPERM/,
    cause: "permission to use the socket is denied",
    remedy: "run as root or as a member of the group docker",
  },
  {
    when: /ENOTFOUND|EAI_AGAIN/,
    cause: "the host name is not known",
    remedy: "correct the host name or the name server",
  },
  {
    when: /ETIMEDOUT|EHOSTUNREACH|ENETUNREACH|TIMEOUT/,
    cause: "it does not answer in time",
    remedy: "check the address, the network and the firewall",
  },
  {
    when: /CERT|certificate|SELF_SIGNED|ERR_TLS|EPROTO|SSL|HTTPS server/i,
    cause: "the TLS connection failed (certificates do not match)",
    remedy: "check caMaterial, certMaterial and keyMaterial, or the files in certPath",
  },
  {
    when: /ECONNRESET|EPIPE|socket hang up|Parse Error|HPE_/,
    cause: "the connection was closed",
    remedy: "check that an engine runs there and whether it expects TLS",
  },
];

function isClientError(error: unknown): error is ClientError {
  return typeof error === "object" && error !== null;
}

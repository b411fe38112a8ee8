import { known } from "../unknown";
import type { Scope } from "./scope";

/** Addresses that only the container itself reaches. */
const own = /^(?:127\.|\[::1\]|localhost(?::|$)|unix:)/;

/** Whether a server answers over TLS. */
export function isTls(server: Scope): boolean {
  return server.has("listen", isTlsListen);
}

/** Whether a server answers plain HTTP from anywhere but the container itself. */
export function isPlain(server: Scope): boolean {
  // Without any it listens on port 80.
  if (!server.has("listen")) return true;
  return server.has("listen", (parameters) => !isTlsListen(parameters) && !isOwn(parameters));
}

/** Whether a server ends every connection in the handshake, as that for names which are not served. */
export function refusesHandshake(server: Scope): boolean {
  // What is not known excuses nothing.
  return known(() => server.isInForce("ssl_reject_handshake", ([value]) => value === "on"), false);
}

function isTlsListen(parameters: readonly string[]): boolean {
  return parameters.includes("ssl") || parameters.includes("quic");
}

function isOwn([address = ""]: readonly string[]): boolean {
  return own.test(address);
}

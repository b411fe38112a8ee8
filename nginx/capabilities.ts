import type { NginxCapabilities } from "../spec/proxy";
import { assertSafe } from "./safe";

/** How the configuration is spelled for the nginx in use. */
export interface Dialect {
  /** `http2 on;` since 1.25.1; before, a parameter of `listen` (CHANGES of nginx 1.25.1). */
  readonly http2Directive: boolean;
  /** Ticket keys are rotated since 1.23.2; before, tickets undo forward secrecy and stay off. */
  readonly sessionTickets: boolean;
  /** Groups of the key exchange, best first. */
  readonly curves: string;
}

/** First nginx that can refuse a handshake for an unknown name: the oldest that is supported. */
const oldestNginx = "1.19.4";

/**
 * Chooses spellings and curves for one nginx and its OpenSSL.
 * @throws when the nginx is too old to refuse handshakes for unknown host names.
 */
export function dialectOf(nginx: NginxCapabilities): Dialect {
  assertSafe("version", "nginx.version", nginx.version);
  assertSafe("version", "nginx.openssl", nginx.openssl);
  if (!atLeast(nginx.version, oldestNginx)) {
    throw new Error(
      `Proxy configuration: nginx ${nginx.version} is too old, ${oldestNginx} or newer is needed; use a newer proxy image.`,
    );
  }
  const classical = "X25519:prime256v1:secp384r1";
  return {
    http2Directive: atLeast(nginx.version, "1.25.1"),
    sessionTickets: atLeast(nginx.version, "1.23.2"),
    // An OpenSSL that does not know the post-quantum group keeps nginx from starting.
    curves: atLeast(nginx.openssl, "3.5.0") ? `X25519MLKEM768:${classical}` : classical,
  };
}

function atLeast(version: string, lowest: string): boolean {
  const have = version.split(".").map((part) => Number.parseInt(part, 10));
  const need = lowest.split(".").map(Number);
  for (const [index, wanted] of need.entries()) {
    const found = have[index] ?? 0;
    if (found !== wanted) return found > wanted;
  }
  return true;
}

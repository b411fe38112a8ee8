import { block, type Block } from "./block";
import { probePort, type Slot } from "./locations-on-disk";
import { assertWhole } from "./safe";

/** Server for plain HTTP requests to a name that is not served here: the connection is closed. */
export function defaultHttpServer(port: number): Block {
  return block("server", [
    // No `[::]` beside it: networks of containers have no IPv6, and where the kernel has none
    // either, nginx would not start. The engine's published port takes clients of both kinds.
    `listen ${assertWhole("httpPort", port, 1024, 65_535)} default_server;`,
    'server_name "";',
    block("location /", ["return 444;"]),
  ]);
}

/**
 * Server for probes from inside of the container: `/health`, `/slot` (which configuration the
 * workers run) and `/status` (nginx's own counters).
 */
export function probeServer(slot: Slot): Block {
  return block("server", [
    `listen 127.0.0.1:${probePort};`,
    "access_log off;",
    "default_type text/plain;",
    block("location = /health", ['return 200 "ok\\n";']),
    block("location = /slot", [`return 200 "${slot}\\n";`]),
    block("location = /status", ["stub_status;"]),
    block("location /", ["return 404;"]),
  ]);
}

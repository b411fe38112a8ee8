import { block, printFile, type Block, type Line } from "./block";
import type { Dialect } from "./capabilities";

// Mozilla, Server Side TLS guidelines 6.0, "intermediate".
const ciphers = [
  "ECDHE-ECDSA-AES128-GCM-SHA256",
  "ECDHE-RSA-AES128-GCM-SHA256",
  "ECDHE-ECDSA-AES256-GCM-SHA384",
  "ECDHE-RSA-AES256-GCM-SHA384",
  "ECDHE-ECDSA-CHACHA20-POLY1305",
  "ECDHE-RSA-CHACHA20-POLY1305",
];

/** Content of `common/tls.conf`: what every TLS server shares. */
export function renderTls(dialect: Dialect): string {
  const lines: Line[] = [
    "# Mozilla Server Side TLS 6.0, intermediate.",
    "ssl_protocols TLSv1.2 TLSv1.3;",
    `ssl_ciphers ${ciphers.join(":")};`,
    `ssl_ecdh_curve ${dialect.curves};`,
    "# All of them are strong, and the client knows which one its hardware is fast at.",
    "ssl_prefer_server_ciphers off;",
    "ssl_session_timeout 1d;",
    "ssl_session_cache shared:tls:10m;",
  ];
  if (!dialect.sessionTickets) {
    lines.push(
      "# Before 1.23.2 nginx never changes the key of the tickets, which undoes forward secrecy.",
      "ssl_session_tickets off;",
    );
  }
  return printFile(lines);
}

/** The `listen` directive of a TLS server, and `http2 on;` where that is a directive of its own. */
export function listenTls(port: number, dialect: Dialect, parameters = ""): string[] {
  return dialect.http2Directive
    ? [`listen ${port} ssl${parameters};`, "http2 on;"]
    : [`listen ${port} ssl http2${parameters};`];
}

/** Server for TLS clients that ask for a name which is not served here. */
export function unknownTlsServer(port: number, dialect: Dialect): Block {
  return block("server", [
    ...listenTls(port, dialect, " default_server"),
    'server_name "";',
    "ssl_reject_handshake on;",
    "# Plain HTTP on this port, for a name that is not served here.",
    "error_page 497 @drop;",
    block("location @drop", ["return 444;"]),
    "# The handshake was for a name that is served, the request is for another one.",
    block("location /", ["return 421;"]),
  ]);
}

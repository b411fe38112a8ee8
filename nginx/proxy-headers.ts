import { printFile, type Line } from "./block";

/**
 * Content of `common/proxy.conf`, included in every location that passes requests on: one set of
 * headers everywhere, since nginx inherits `proxy_set_header` only into blocks that have none.
 */
export function renderProxyHeaders(publicHttpsPort: number): string {
  // The port that browsers use: applications compare it with the Origin of a form.
  const host = publicHttpsPort === 443 ? "$host" : `$host:${publicHttpsPort}`;
  const lines: Line[] = [
    "proxy_http_version 1.1;",
    `proxy_set_header Host ${host};`,
    "# Overwritten and not appended to: what a client sent is never believed. Behind a trusted",
    "# proxy, $remote_addr already is the client's address (see real_ip in main.conf).",
    "proxy_set_header X-Real-IP $remote_addr;",
    "proxy_set_header X-Forwarded-For $remote_addr;",
    "proxy_set_header X-Forwarded-Proto https;",
    `proxy_set_header X-Forwarded-Host ${host};`,
    `proxy_set_header X-Forwarded-Port ${publicHttpsPort};`,
    "proxy_set_header X-Request-ID $request_id;",
    "# Other spellings that frameworks believe, and the header behind CVE-2016-5385 (httpoxy).",
    ...emptied.map((name) => `proxy_set_header ${name} "";`),
    "",
    "# Docker answers with the old address for a moment after a container is gone; connecting to",
    "# it must fail fast. A request that was sent is repeated only when its method allows it.",
    "proxy_connect_timeout 500ms;",
    "proxy_next_upstream error timeout;",
    "proxy_next_upstream_tries 3;",
    "proxy_next_upstream_timeout 5s;",
    "",
    "proxy_redirect off;",
    "proxy_buffer_size 16k;",
    "proxy_buffers 16 16k;",
    "proxy_busy_buffers_size 32k;",
    "# The only writable place is a small file system in memory: answers are not spooled to it.",
    "proxy_max_temp_file_size 0;",
  ];
  return printFile(lines);
}

const emptied = [
  "Forwarded",
  "X-Forwarded-Prefix",
  "X-Forwarded-Server",
  "X-Forwarded-Ssl",
  "X-Original-URL",
  "X-Rewrite-URL",
  "Proxy",
];

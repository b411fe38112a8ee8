import type { ProxyConfigurationSpec, ProxySiteSpec } from "../spec/proxy";
import { block, printFile, type Line } from "./block";
import { dialectOf } from "./capabilities";
import { defaultHttpServer, probeServer } from "./default-servers";
import { configurationFolder, slotPath, upstreamPath, type Slot } from "./locations-on-disk";
import { logging } from "./log";
import { compressedTypes } from "./mime";
import { assertSafe, assertWhole } from "./safe";
import { unknownTlsServer } from "./tls";
import { entryVariable, rateZone } from "./variables";

/** Content of `main.conf`, the complete configuration of a slot. */
export function renderMain(spec: ProxyConfigurationSpec, slot: Slot): string {
  const connections = assertWhole("workerConnections", spec.workerConnections, 64, 65_536);
  return printFile([
    "worker_processes auto;",
    "# Requests that run when the configuration changes may end, websockets are cut then.",
    `worker_shutdown_timeout ${longestAnswerSeconds(spec.sites)}s;`,
    "pid /tmp/nginx.pid;",
    "error_log /dev/stderr warn;",
    "",
    block("events", [`worker_connections ${connections};`]),
    "",
    block("http", http(spec, slot)),
  ]);
}

/** Seconds after which a request that began before a change of the configuration is cut. */
export function longestAnswerSeconds(sites: readonly ProxySiteSpec[]): number {
  const waits = sites
    .flatMap((site) => site.routes)
    .map((route) =>
      route.kind === "application" && !route.websocket ? route.readTimeoutSeconds : 0,
    );
  return Math.max(30, ...waits);
}

function http(spec: ProxyConfigurationSpec, slot: Slot): Line[] {
  const dialect = dialectOf(spec.nginx);
  return [
    `include ${slotPath(slot, "common/types.conf")};`,
    `include ${slotPath(slot, "common/tls.conf")};`,
    "",
    ...basics,
    "",
    ...temporaryFolders,
    "",
    ...hashSizes,
    "",
    ...timeouts,
    "",
    ...compression(),
    "",
    ...logging(),
    "",
    ...clientAddress(spec.trustedProxies),
    ...addressLookup,
    "",
    ...maps,
    "",
    ...rateZones(spec),
    defaultHttpServer(spec.httpPort),
    "",
    unknownTlsServer(spec.httpsPort, dialect),
    "",
    probeServer(slot),
    ...spec.sites.flatMap((site) => [
      "",
      "# Replaced by the next file, unless an earlier version has written that.",
      block(`map $host ${entryVariable(site.application)}`, ['default "";']),
      `include ${configurationFolder}/${upstreamPath(site.application)};`,
      `include ${slotPath(slot, `sites/${site.application}.conf`)};`,
    ]),
  ];
}

const basics = [
  "server_tokens off;",
  "sendfile on;",
  "tcp_nopush on;",
  "# Redirects that nginx makes itself would name the container's port.",
  "absolute_redirect off;",
  "log_not_found off;",
  "limit_req_status 429;",
  "limit_req_log_level warn;",
];

// Everything else is read-only. Each one is named, as nginx makes all of them when it starts.
const temporaryFolders = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"].map(
  (use) => `${use}_temp_path /tmp/nginx-${use};`,
);

const hashSizes = [
  "# Room for long host and application names.",
  "server_names_hash_bucket_size 256;",
  "variables_hash_max_size 4096;",
  "variables_hash_bucket_size 256;",
  "proxy_headers_hash_max_size 1024;",
  "proxy_headers_hash_bucket_size 128;",
];

const timeouts = [
  "client_header_timeout 15s;",
  "client_body_timeout 30s;",
  "send_timeout 30s;",
  "keepalive_timeout 65s;",
  "reset_timedout_connection on;",
  "large_client_header_buffers 4 16k;",
  "client_body_buffer_size 128k;",
];

function compression(): Line[] {
  return [
    "# BREACH can read a secret out of compressed pages, when a foreign page makes the victim's",
    "# browser ask for them with cookies. Session cookies that are SameSite (what browsers assume",
    "# and frameworks set) are not sent then; an application without them must not be compressed.",
    "gzip on;",
    "gzip_comp_level 5;",
    "gzip_min_length 1024;",
    "gzip_vary on;",
    "gzip_proxied any;",
    "gzip_types",
    ...compressedTypes.map((type) => `  ${type}`),
    "  ;",
  ];
}

function clientAddress(trusted: readonly string[]): Line[] {
  if (trusted.length === 0) return [];
  return [
    "# Only these are believed about who the client is.",
    ...trusted.map(
      (proxy) => `set_real_ip_from ${assertSafe("network", "trustedProxies", proxy)};`,
    ),
    "real_ip_header X-Forwarded-For;",
    "real_ip_recursive on;",
    "",
  ];
}

const addressLookup = [
  "# Docker's own name server. Asked at run time, so that nginx starts while applications are down.",
  "resolver 127.0.0.11 valid=1s ipv6=off;",
  "resolver_timeout 2s;",
];

const maps: Line[] = [
  "# What a closed site answers with: programs get what they can read.",
  block("map $http_accept $palier_closed_type", [
    "default html;",
    '"~*text/html" html;',
    '"~*[/+]json" json;',
  ]),
  "",
  "# Whether something was sent that a closed site has not saved.",
  block("map $palier_method $palier_unsent", ['default "";', "POST 1;", "PUT 1;", "PATCH 1;"]),
  "",
  block("map $http_upgrade $palier_connection", ["default upgrade;", '"" close;']),
  "",
  "# Files behind a login are never stored by anyone, unless the application says something itself.",
  block("map $upstream_http_cache_control $palier_protected_cache", [
    'default "";',
    '"" "private, no-store";',
  ]),
];

function rateZones(spec: ProxyConfigurationSpec): Line[] {
  const zones = spec.sites.flatMap((site) =>
    site.routes.flatMap((route) => {
      if (route.kind !== "application" || route.rateLimit === undefined) return [];
      const rate = assertWhole(
        "rateLimit.requestsPerMinute",
        route.rateLimit.requestsPerMinute,
        1,
        60_000,
      );
      return [
        `limit_req_zone $binary_remote_addr zone=${rateZone(site.application, rate)}:10m rate=${rate}r/m;`,
      ];
    }),
  );
  return zones.length === 0 ? [] : [...new Set(zones)].sort().concat("");
}

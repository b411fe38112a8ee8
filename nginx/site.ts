import type { ProxyConfigurationSpec, ProxySiteSpec } from "../spec/proxy";
import { block, printFile, type Block, type Line } from "./block";
import { dialectOf } from "./capabilities";
import { hiddenHeaders, plainHeaders } from "./headers";
import {
  acmeFolder,
  certificateFolder,
  entryPrefix,
  pagePrefix,
  sitePath,
  slotPath,
  type Slot,
} from "./locations-on-disk";
import { pageStatuses } from "./pages/texts";
import { routeLocations } from "./routes";
import { matchOf, orderedRoutes } from "./route-order";
import { assertWhole } from "./safe";
import { listenTls } from "./tls";
import { closedVariable, entryVariable, retryAfterVariable } from "./variables";

/** Content of `sites/<application>.conf`: the servers of one application. */
export function renderSite(spec: ProxyConfigurationSpec, site: ProxySiteSpec, slot: Slot): string {
  const [, ...aliases] = site.hosts;
  return printFile([
    plainServer(spec, site),
    "",
    ...(aliases.length === 0 ? [] : [aliasServer(spec, site, slot), ""]),
    block("server", canonicalServer(spec, site, slot)),
  ]);
}

/** The host name that a site is served under; all others redirect to it. */
function canonicalHost(site: ProxySiteSpec): string {
  const [host] = site.hosts;
  if (host === undefined) {
    throw new Error(`Proxy configuration: site ${site.application} has no host name; give it one.`);
  }
  return host;
}

function publicAddress(spec: ProxyConfigurationSpec, host: string): string {
  const port = assertWhole("publicHttpsPort", spec.publicHttpsPort, 1, 65_535);
  return `https://${host}${port === 443 ? "" : `:${port}`}`;
}

function plainServer(spec: ProxyConfigurationSpec, site: ProxySiteSpec): Block {
  return block("server", [
    `listen ${spec.httpPort};`,
    `server_name ${site.hosts.join(" ")};`,
    ...plainHeaders(),
    block("location /.well-known/acme-challenge/", [
      `root ${acmeFolder};`,
      "default_type text/plain;",
      "try_files $uri =404;",
    ]),
    block("location /", [
      // To the same name first: HSTS is learnt for an alias only from an answer over TLS.
      `return 301 ${publicAddress(spec, "$host")}$request_uri;`,
    ]),
  ]);
}

function tlsLines(spec: ProxyConfigurationSpec, site: ProxySiteSpec): string[] {
  // One certificate per site, for all of its names, in the folder of the canonical one.
  const folder = `${certificateFolder}/${canonicalHost(site)}`;
  return [
    ...listenTls(spec.httpsPort, dialectOf(spec.nginx)),
    `ssl_certificate ${folder}/fullchain.pem;`,
    `ssl_certificate_key ${folder}/privkey.pem;`,
    "# Plain HTTP on the TLS port.",
    `error_page 497 =301 ${publicAddress(spec, "$host")}$request_uri;`,
  ];
}

function aliasServer(spec: ProxyConfigurationSpec, site: ProxySiteSpec, slot: Slot): Block {
  return block("server", [
    ...tlsLines(spec, site),
    `server_name ${site.hosts.slice(1).join(" ")};`,
    `include ${sitePath(slot, site.application, "headers")};`,
    // 308 keeps the method and the body of a request that a program sends to an old name.
    block("location /", [`return 308 ${publicAddress(spec, canonicalHost(site))}$request_uri;`]),
  ]);
}

function canonicalServer(spec: ProxyConfigurationSpec, site: ProxySiteSpec, slot: Slot): Line[] {
  const routes = orderedRoutes(site);
  const rootIsServed = routes.some((route) => route.path === "/" && matchOf(route) === "prefix");
  return [
    ...tlsLines(spec, site),
    `server_name ${canonicalHost(site)};`,
    "",
    `client_max_body_size ${assertWhole("bodyMegabytes", site.bodyMegabytes, 1, 102_400)}m;`,
    `include ${sitePath(slot, site.application, "headers")};`,
    ...hiddenHeaders(site),
    ...acceleration(site),
    "",
    ...errorPages(site),
    ...pageLocations(site, slot),
    entryLocation(site, slot),
    ...routes.flatMap((route) => routeLocations(route, { site, slot })),
    ...(rootIsServed ? [] : [block("location /", ["return 404;"])]),
  ];
}

function acceleration(site: ProxySiteSpec): string[] {
  if (site.routes.some(({ kind }) => kind === "protected")) return [];
  return [
    "# Nothing here is served on the application's word, so its word is not listened to.",
    "proxy_ignore_headers X-Accel-Redirect X-Accel-Expires X-Accel-Limit-Rate X-Accel-Charset;",
  ];
}

function errorPages(site: ProxySiteSpec): string[] {
  return [
    "# Errors of nginx itself; the application's answers are never replaced.",
    ...pageStatuses.map((status) => `error_page ${status} ${pagePrefix}${status}.html;`),
    "# Headers that are too large, mostly cookies; nginx has a number of its own for them.",
    `error_page 494 =400 ${pagePrefix}400.html;`,
    "# 503 has one source, the gate of a location, whose variable names the page.",
    `error_page 503 ${pagePrefix}${closedVariable(site.application)}.$palier_closed_type;`,
  ];
}

function pageLocations(site: ProxySiteSpec, slot: Slot): Block[] {
  const { application } = site;
  const folder = `${slotPath(slot, `pages/${application}`)}/`;
  const shared = [
    "internal;",
    "charset utf-8;",
    // Puts the request's number and the end of a maintenance into the page.
    "ssi on;",
    `include ${sitePath(slot, application, "page-headers")};`,
  ];
  const waiting = (file: string, seconds: string): Block =>
    block(`location = ${pagePrefix}${file}`, [
      ...shared,
      ...(file.endsWith(".json") ? ["ssi_types application/json;"] : []),
      `alias ${folder}${file};`,
      `add_header Retry-After ${seconds} always;`,
    ]);
  const closed = ["maintenance", "starting"].flatMap((name) => [`${name}.html`, `${name}.json`]);
  return [
    ...closed.map((file) => waiting(file, retryAfterVariable(application))),
    // Rates are per minute, so after one minute the whole allowance is there again.
    waiting("429.html", "60"),
    block(`location ${pagePrefix}`, [...shared, `alias ${folder};`]),
  ];
}

/** The operator's way in: the address with the right token is answered with the cookie that lets requests through. */
function entryLocation({ application }: ProxySiteSpec, slot: Slot): Block {
  const cookie = entryVariable(application);
  return block(`location ${entryPrefix}`, [
    `include ${sitePath(slot, application, "page-headers")};`,
    "# Open to everybody, or to this visitor already.",
    block(`if (${closedVariable(application)} = "")`, ["return 302 /;"]),
    block(`if (${cookie} = "")`, ["return 404;"]),
    `add_header Set-Cookie ${cookie};`,
    "return 302 /;",
  ]);
}

/** The two places of a configuration: one is in use while the other is written and tested. */
export type Slot = "a" | "b";

/** Where the configuration volume is mounted in the proxy's container, read-only. */
export const configurationFolder = "/etc/palier/nginx";

/** Where certificates are mounted: `<canonical host>/fullchain.pem` and `privkey.pem`. */
export const certificateFolder = "/etc/palier/tls";

/** Web root of an ACME client: challenges are files below `.well-known/acme-challenge/`. */
export const acmeFolder = "/srv/acme";

/** Port inside of the container that answers probes on the loopback address only. */
export const probePort = 8081;

/** URI prefix of the proxy's own pages; internal, and closed to routes. */
export const pagePrefix = "/_palier/";

/** URI prefix of the way in for operators during a maintenance; a secret token follows. Closed to routes. */
export const entryPrefix = "/.palier/enter/";

/** Absolute path in the container of a file of a slot. */
export function slotPath(slot: Slot, file: string): string {
  return `${configurationFolder}/${slot}/${file}`;
}

/** Path of an application's upstream file, relative to the configuration volume. */
export function upstreamPath(application: string): string {
  return `upstreams/${application}.conf`;
}

/** Absolute path in the container of a file that belongs to one site, for example its headers. */
export function sitePath(
  slot: Slot,
  application: string,
  part: "headers" | "page-headers",
): string {
  return slotPath(slot, siteFile(application, part));
}

/** Path in a slot of a file that belongs to one site; without a part, its servers. */
export function siteFile(application: string, part?: "headers" | "page-headers"): string {
  return `sites/${application}${part === undefined ? "" : `.${part}`}.conf`;
}

/** Path in a slot of a site's error page; `file` is a status or a state, with its extension. */
export function pageFile(application: string, file: string): string {
  return `pages/${application}/${file}`;
}

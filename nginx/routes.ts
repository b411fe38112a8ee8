import type { ProxySiteSpec, RouteSpec } from "../spec/proxy";
import { block, type Block, type Line } from "./block";
import { sitePath, slotPath, type Slot } from "./locations-on-disk";
import { assertSafe, assertWhole } from "./safe";
import { absentVariable, aliasVariable, closedVariable, rateZone } from "./variables";

type Route<Kind extends RouteSpec["kind"]> = Extract<RouteSpec, { kind: Kind }>;

/** What the locations of one site need to know beside their route. */
export interface RouteContext {
  readonly site: ProxySiteSpec;
  readonly slot: Slot;
}

/** The locations of one route. */
export function routeLocations(route: RouteSpec, context: RouteContext): Block[] {
  switch (route.kind) {
    case "application":
      return [applicationLocation(route, context)];
    case "static":
      return [staticLocation(route, context)];
    case "protected":
      return [protectedLocation(route, context)];
    case "single-page":
      return singlePageLocations(route, context);
    case "denied":
      return [block(`location ${matcher(route)}`, ["return 404;"])];
  }
}

function matcher(route: { readonly path: string; readonly match: "prefix" | "exact" }): string {
  return route.match === "exact" ? `= ${route.path}` : route.path;
}

function gate(variable: string): Block {
  return block(`if (${variable})`, ["return 503;"]);
}

function applicationLocation(route: Route<"application">, { site, slot }: RouteContext): Block {
  const { application } = site;
  const upstream = upstreamOf(route, site);
  const timeout = `${assertWhole("readTimeoutSeconds", route.readTimeoutSeconds, 1, 86_400)}s`;
  const lines: Line[] = [
    gate(
      route.openInMaintenance === true ? absentVariable(application) : closedVariable(application),
    ),
  ];
  if (route.rateLimit !== undefined) {
    const burst = assertWhole("rateLimit.burst", route.rateLimit.burst, 0, 10_000);
    const zone = rateZone(application, route.rateLimit.requestsPerMinute);
    lines.push(`limit_req zone=${zone}${burst === 0 ? "" : ` burst=${burst} nodelay`};`);
  }
  if (route.bodyMegabytes !== undefined) {
    lines.push(
      `client_max_body_size ${assertWhole("bodyMegabytes", route.bodyMegabytes, 1, 102_400)}m;`,
    );
  }
  lines.push(`include ${slotPath(slot, "common/proxy.conf")};`);
  if (route.websocket) {
    lines.push(
      "proxy_set_header Upgrade $http_upgrade;",
      "proxy_set_header Connection $palier_connection;",
    );
  }
  lines.push(
    `proxy_read_timeout ${timeout};`,
    `proxy_send_timeout ${timeout};`,
    `proxy_pass http://${aliasVariable(application, upstream.process)}:${upstream.port};`,
  );
  return block(`location ${matcher(route)}`, lines);
}

function upstreamOf(
  route: Route<"application">,
  site: ProxySiteSpec,
): ProxySiteSpec["upstreams"][number] {
  const found =
    route.process === undefined
      ? site.upstreams[0]
      : site.upstreams.find(({ process }) => process === route.process);
  if (found !== undefined) return found;
  const wanted = route.process ?? "a default process";
  throw new Error(
    `Proxy configuration: route ${route.path} of ${site.application} needs ${wanted}, but the site has no such upstream.`,
  );
}

/** Files below a folder that the application can write to. */
function folderLines(folder: string): string[] {
  const absolute = assertSafe("folder", "route folder", folder).replace(/\/$/, "");
  return [
    `alias ${absolute}/;`,
    "# A link made by the application must not lead to a private key or to another one's files.",
    `disable_symlinks on from=${absolute};`,
  ];
}

function staticLocation(route: Route<"static">, { site, slot }: RouteContext): Block {
  const age = assertWhole("maxAgeDays", route.maxAgeDays, 0, 3650) * 86_400;
  return block(`location ${route.path}`, [
    ...folderLines(route.folder),
    "try_files $uri =404;",
    "charset utf-8;",
    `include ${sitePath(slot, site.application, "headers")};`,
    `add_header Cache-Control "public, max-age=${age}${route.immutable ? ", immutable" : ""}";`,
  ]);
}

function protectedLocation(route: Route<"protected">, { site, slot }: RouteContext): Block {
  return block(`location ${route.path}`, [
    "internal;",
    ...folderLines(route.folder),
    `include ${sitePath(slot, site.application, "headers")};`,
    "add_header Cache-Control $palier_protected_cache;",
  ]);
}

function singlePageLocations(route: Route<"single-page">, { site, slot }: RouteContext): Block[] {
  const index = assertSafe("file", "single-page index", route.index);
  const lines = [
    ...folderLines(route.folder),
    "charset utf-8;",
    `include ${sitePath(slot, site.application, "headers")};`,
    "# Asked for again each time, and answered with 304: a release is seen at once.",
    'add_header Cache-Control "no-cache";',
  ];
  // The exact path has no fallback, or a folder without its index page would redirect for ever.
  const folder = assertSafe("folder", "route folder", route.folder).replace(/\/$/, "");
  const page = lines.map((line) =>
    line.startsWith("alias ") ? `alias ${folder}/${index};` : line,
  );
  return [
    block(`location = ${route.path}${index}`, [gate(closedVariable(site.application)), ...page]),
    block(`location ${route.path}`, [
      gate(closedVariable(site.application)),
      ...lines,
      `try_files $uri ${route.path}${index};`,
    ]),
  ];
}

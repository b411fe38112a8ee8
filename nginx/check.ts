import type { ProxyConfigurationSpec, ProxySiteSpec, RouteSpec } from "../spec/proxy";
import { entryPrefix, pagePrefix, probePort } from "./locations-on-disk";
import { matchOf } from "./route-order";
import { assertSafe, assertWhole } from "./safe";

/**
 * Checks what concerns more than one directive: names used twice, paths that hide each other, and
 * paths that would serve files outside of their folder.
 * @throws on the first problem, with what is wrong and where.
 */
export function checkConfiguration(spec: ProxyConfigurationSpec): void {
  const ports = [
    assertWhole("httpPort", spec.httpPort, 1024, 65_535),
    assertWhole("httpsPort", spec.httpsPort, 1024, 65_535),
    probePort,
  ];
  refuseTwice(
    ports.map(String),
    (port) => `port ${port} is used twice (${probePort} is for probes)`,
  );
  refuseTwice(
    spec.sites.map((site) => assertSafe("name", "application", site.application)),
    (name) => `application ${name} has two sites`,
  );
  refuseTwice(
    spec.sites.flatMap((site) => site.hosts.map((host) => assertSafe("host", "host", host))),
    (host) => `host ${host} is named twice`,
  );
  spec.sites.forEach(checkSite);
}

function checkSite(site: ProxySiteSpec): void {
  const where = `of application ${site.application}`;
  for (const { process, port } of site.upstreams) {
    assertSafe("name", `process ${where}`, process);
    assertWhole(`port of process ${process} ${where}`, port, 1, 65_535);
  }
  refuseTwice(
    site.upstreams.map(({ process }) => process),
    (process) => `process ${process} ${where} has two upstreams`,
  );
  for (const route of site.routes) checkRoute(route, where);
  refuseTwice(site.routes.flatMap(matchers), (matcher) => `two routes ${where} answer ${matcher}`);
}

function checkRoute(route: RouteSpec, where: string): void {
  assertSafe("path", `path of a route ${where}`, route.path);
  const taken = [pagePrefix, entryPrefix];
  if (taken.some((prefix) => `${route.path}/`.startsWith(prefix))) {
    throw new Error(
      `Proxy configuration: route ${route.path} ${where} is taken by the proxy's own pages; use another path.`,
    );
  }
  const servesFiles = route.kind !== "application" && route.kind !== "denied";
  if (servesFiles && !route.path.endsWith("/")) {
    // Without it, /media../ would name the folder above the one that is meant.
    throw new Error(
      `Proxy configuration: route ${route.path} ${where} serves a folder and must end with /.`,
    );
  }
}

function matchers(route: RouteSpec): string[] {
  const own = `${matchOf(route)} ${route.path}`;
  return route.kind === "single-page" ? [own, `exact ${route.path}${route.index}`] : [own];
}

function refuseTwice(values: readonly string[], problem: (value: string) => string): void {
  const twice = values.find((value, index) => values.indexOf(value) !== index);
  if (twice !== undefined) throw new Error(`Proxy configuration: ${problem(twice)}; keep one.`);
}

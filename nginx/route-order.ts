import type { ProxySiteSpec, RouteSpec } from "../spec/proxy";

/** Whether a route answers its path alone, or everything below it. */
export function matchOf(route: RouteSpec): "prefix" | "exact" {
  return route.kind === "application" || route.kind === "denied" ? route.match : "prefix";
}

/**
 * Routes with the longest path first, exact ones before prefixes, then by path: the order that
 * nginx prefers them in, and the same whatever order they were declared in.
 */
export function orderedRoutes(site: ProxySiteSpec): RouteSpec[] {
  return [...site.routes].sort(
    (a, b) =>
      b.path.length - a.path.length ||
      matchOf(a).localeCompare(matchOf(b), "en") ||
      (a.path < b.path ? -1 : 1),
  );
}

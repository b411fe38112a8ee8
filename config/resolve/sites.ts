import type { RouteNeed } from "../../blueprints/types";
import type { ProxySiteSpec, RouteSpec } from "../../spec/proxy";
import type { ApplicationContext } from "./context";

/** An application as the proxy serves it. */
export function resolveSite(context: ApplicationContext): ProxySiteSpec {
  const { application, blueprint, choices, defaults } = context;
  const { contentSecurityPolicy, contentSecurityPolicyReportOnly } = choices.headers ?? {};
  return {
    application,
    hosts: [choices.host, ...choices.aliases],
    upstreams: Object.entries(blueprint.processes).flatMap(([process, { kind, port }]) =>
      kind === "web" && port !== undefined ? [{ process, port }] : [],
    ),
    routes: routesOf(context).map((route) => resolveRoute(context, route)),
    bodyMegabytes: choices.bodyMegabytes ?? defaults.bodyMegabytes,
    headers: {
      ...blueprint.headers,
      contentSecurityPolicy: contentSecurityPolicy ?? blueprint.headers.contentSecurityPolicy,
      contentSecurityPolicyReportOnly:
        contentSecurityPolicyReportOnly ?? blueprint.headers.contentSecurityPolicyReportOnly,
    },
    language: choices.language ?? defaults.language,
    title: choices.title ?? application,
  };
}

/** The blueprint's routes, and those of login forms that only the stack knows. */
function routesOf({ blueprint, choices }: ApplicationContext): RouteNeed[] {
  const known = new Set(blueprint.routes.map(({ path }) => path));
  const added = choices.loginPaths.filter((path) => !known.has(path));
  return [...blueprint.routes, ...added.map((path) => ({ ...blueprint.loginRoute, path }))];
}

function resolveRoute(context: ApplicationContext, route: RouteNeed): RouteSpec {
  switch (route.kind) {
    case "application":
      return { ...route, rateLimit: rateLimit(context, route.rateLimit) };
    case "static":
    case "protected":
    case "single-page":
      return { ...route, folder: volumeFolder(context, route.folder) };
    case "denied":
      return route;
  }
}

function rateLimit(
  { defaults }: ApplicationContext,
  limit: { readonly requestsPerMinute: number; readonly burst: number } | undefined,
): { readonly requestsPerMinute: number; readonly burst: number } | undefined {
  if (limit === undefined) return undefined;
  const factor = defaults.rateLimitFactor;
  return { requestsPerMinute: limit.requestsPerMinute * factor, burst: limit.burst * factor };
}

/** `volume:static` or `volume:static/folder` as the proxy sees it, where volumes are mounted below `/srv`. */
function volumeFolder({ application, blueprint }: ApplicationContext, folder: string): string {
  const [, name = "", rest = ""] = /^volume:([^/]+)(\/.*)?$/.exec(folder) ?? [];
  if (!Object.hasOwn(blueprint.volumes, name)) {
    throw new Error(
      `Blueprint "${blueprint.kind}" has a route to "${folder}", which is no volume of it.`,
    );
  }
  return `/srv/${application}/${name}${rest}`;
}

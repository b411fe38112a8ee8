import type { ProxyConfigurationSpec, ProxySiteSpec, RouteSpec } from "../../../spec/proxy";

type ApplicationRoute = Extract<RouteSpec, { kind: "application" }>;

export function applicationRoute(path: string, changes: Partial<ApplicationRoute> = {}): RouteSpec {
  return {
    kind: "application",
    path,
    match: "prefix",
    rateLimit: undefined,
    readTimeoutSeconds: 60,
    websocket: false,
    bodyMegabytes: undefined,
    process: undefined,
    ...changes,
  };
}

/** A site such as a Django application needs: pages, API, login, static files, protected files. */
export const examSite: ProxySiteSpec = {
  application: "exam",
  hosts: ["exam.test"],
  upstreams: [{ process: "web", port: 8000 }],
  routes: [
    applicationRoute("/"),
    applicationRoute("/api/"),
    applicationRoute("/api/health/", { openInMaintenance: true }),
    applicationRoute("/api/login/", {
      match: "exact",
      rateLimit: { requestsPerMinute: 5, burst: 3 },
    }),
    applicationRoute("/api/slow/", { readTimeoutSeconds: 1 }),
    applicationRoute("/api/upload/", { bodyMegabytes: 4, readTimeoutSeconds: 300 }),
    {
      kind: "static",
      path: "/static/",
      folder: "/srv/exam/static",
      maxAgeDays: 30,
      immutable: true,
    },
    { kind: "protected", path: "/media/", folder: "/srv/exam/media" },
    { kind: "denied", path: "/.git", match: "prefix" },
  ],
  bodyMegabytes: 1,
  headers: {
    contentSecurityPolicy: "default-src 'self'; style-src 'self'; frame-ancestors 'none'",
    contentSecurityPolicyReportOnly: false,
    frameOptions: "DENY",
    referrerPolicy: "strict-origin-when-cross-origin",
    permissionsPolicy: "camera=(), geolocation=(), microphone=()",
  },
  language: "fr",
  title: "Épreuves & copies",
};

export const shopSite: ProxySiteSpec = {
  ...examSite,
  application: "shop-2",
  hosts: ["shop.test", "www.shop.test", "old-shop.test"],
  upstreams: [
    { process: "web", port: 8069 },
    { process: "live-chat", port: 8072 },
  ],
  routes: [
    applicationRoute("/"),
    applicationRoute("/websocket", {
      process: "live-chat",
      websocket: true,
      readTimeoutSeconds: 3600,
    }),
  ],
  language: "en",
  title: "Shop",
};

export const guideSite: ProxySiteSpec = {
  ...examSite,
  application: "guide",
  hosts: ["guide.test"],
  routes: [
    { kind: "single-page", path: "/", folder: "/srv/guide/site", index: "index.html" },
    {
      kind: "static",
      path: "/assets/",
      folder: "/srv/guide/assets/",
      maxAgeDays: 7,
      immutable: false,
    },
    applicationRoute("/api/"),
  ],
};

export const minimal: ProxyConfigurationSpec = {
  nginx: { version: "1.22.1", openssl: "3.0.17" },
  httpPort: 8080,
  httpsPort: 8443,
  publicHttpsPort: 443,
  hsts: { maxAgeSeconds: 63_072_000, includeSubDomains: true, preload: false },
  trustedProxies: [],
  tls: { source: "local-ca" },
  sites: [examSite],
  workerConnections: 1024,
};

export const modern: ProxyConfigurationSpec = {
  ...minimal,
  nginx: { version: "1.30.1", openssl: "3.5.2" },
};

export const reportOnlySite: ProxySiteSpec = {
  ...examSite,
  headers: {
    ...examSite.headers,
    contentSecurityPolicyReportOnly: true,
    frameOptions: "SAMEORIGIN",
  },
};

/** One folder of golden files each. */
export const cases: Readonly<Record<string, ProxyConfigurationSpec>> = {
  minimal,
  "two-sites-with-aliases": {
    ...minimal,
    sites: [examSite, shopSite],
    publicHttpsPort: 8443,
    trustedProxies: ["10.0.0.0/8", "2001:db8::1"],
  },
  modern,
  "report-only": { ...minimal, sites: [reportOnlySite] },
  "single-page": { ...minimal, sites: [guideSite] },
  websocket: { ...minimal, sites: [shopSite] },
};

/** Network aliases for every process of a site. */
export function aliasesFor(site: ProxySiteSpec): Record<string, string> {
  return Object.fromEntries(
    site.upstreams.map(({ process }) => [process, `${site.application}-${process}-r1`]),
  );
}

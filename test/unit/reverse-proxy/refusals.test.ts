import assert from "node:assert/strict";
import { renderNginx, renderUpstream } from "../../../nginx";
import type { ProxyConfigurationSpec, ProxySiteSpec, RouteSpec } from "../../../spec/proxy";
import { aliasesFor, applicationRoute, examSite, minimal, shopSite } from "./specs";

function withSite(changes: Partial<ProxySiteSpec>): ProxyConfigurationSpec {
  return { ...minimal, sites: [{ ...examSite, ...changes }] };
}

function withRoute(route: RouteSpec): ProxyConfigurationSpec {
  return withSite({ routes: [route] });
}

const headers = examSite.headers;
const files = { kind: "static", maxAgeDays: 1, immutable: false } as const;

const refused: Record<string, [ProxyConfigurationSpec, RegExp]> = {
  "a host that ends the directive": [withSite({ hosts: ["a.test; root /"] }), /host must be/],
  "a host with a newline at its end": [withSite({ hosts: ["a.test\n"] }), /host must be/],
  "a wildcard host": [withSite({ hosts: ["*.test"] }), /host must be/],
  "a site without a host": [withSite({ hosts: [] }), /has no host name/],
  "one host in two sites": [
    { ...minimal, sites: [examSite, { ...shopSite, hosts: ["exam.test"] }] },
    /host exam\.test is named twice/,
  ],
  "two sites of one application": [
    { ...minimal, sites: [examSite, { ...shopSite, application: "exam" }] },
    /application exam has two sites/,
  ],
  "an application that is a path": [withSite({ application: "../b" }), /application must be/],
  "names that meet as variables": [withSite({ application: "a--b" }), /application must be/],
  "a path that opens a block": [withRoute(applicationRoute("/a {")), /path of a route/],
  "a path with a variable": [withRoute(applicationRoute("/$uri")), /path of a route/],
  "a path that climbs": [withRoute(applicationRoute("/a/../b")), /path of a route/],
  "a path of the error pages": [withRoute(applicationRoute("/_palier/")), /the proxy's own pages/],
  "a path of the operator's way in": [
    withRoute(applicationRoute("/.palier/enter/x")),
    /the proxy's own pages/,
  ],
  "two routes for one path": [
    withSite({
      routes: [applicationRoute("/a/"), { kind: "denied", path: "/a/", match: "prefix" }],
    }),
    /two routes of application exam answer prefix \/a\//,
  ],
  "a route on the index page of a single-page application": [
    withSite({
      routes: [
        { kind: "single-page", path: "/", folder: "/srv/x", index: "index.html" },
        applicationRoute("/index.html", { match: "exact" }),
      ],
    }),
    /answer exact \/index\.html/,
  ],
  "files below a path without a slash": [
    withRoute({ ...files, path: "/static", folder: "/srv/exam/static" }),
    /must end with \//,
  ],
  "a folder that climbs": [withRoute({ ...files, path: "/s/", folder: "/srv/../etc" }), /folder/],
  "a folder with a space": [withRoute({ ...files, path: "/s/", folder: "/srv/a b" }), /folder/],
  "the root folder": [withRoute({ ...files, path: "/s/", folder: "/" }), /folder/],
  "a policy that ends its quotes": [
    withSite({ headers: { ...headers, contentSecurityPolicy: 'a"; return 200 "' } }),
    /Content-Security-Policy must be/,
  ],
  "a policy with a variable": [
    withSite({ headers: { ...headers, contentSecurityPolicy: "script-src $http_x" } }),
    /Content-Security-Policy must be/,
  ],
  "no policy at all": [
    withSite({ headers: { ...headers, contentSecurityPolicy: "" } }),
    /Content-Security-Policy must be/,
  ],
  "a header of two lines": [
    withSite({ headers: { ...headers, referrerPolicy: "no-referrer\nX: y" } }),
    /Referrer-Policy must be/,
  ],
  "a trusted proxy by name": [{ ...minimal, trustedProxies: ["proxy.test"] }, /trustedProxies/],
  "a route to a process without upstream": [
    withRoute(applicationRoute("/", { process: "chat" })),
    /needs chat, but the site has no such upstream/,
  ],
  "a rate of zero": [
    withRoute(applicationRoute("/", { rateLimit: { requestsPerMinute: 0, burst: 1 } })),
    /requestsPerMinute must be a whole number/,
  ],
  "a timeout in fractions": [
    withRoute(applicationRoute("/", { readTimeoutSeconds: 1.5 })),
    /readTimeoutSeconds must be a whole number/,
  ],
  "the port of the probes": [{ ...minimal, httpPort: 8081 }, /port 8081 is used twice/],
  "a port below 1024": [{ ...minimal, httpsPort: 443 }, /httpsPort must be/],
  "an nginx that cannot refuse a handshake": [
    { ...minimal, nginx: { version: "1.18.0", openssl: "1.1.1n" } },
    /nginx 1\.18\.0 is too old/,
  ],
};

describe("nginx configuration, what is refused", () => {
  for (const [what, [spec, message]] of Object.entries(refused)) {
    it(what, () => {
      assert.throws(() => renderNginx(spec, "a"), message);
    });
  }

  const aliases = aliasesFor(examSite);
  const bypass = (name: string, value: string) => () =>
    renderUpstream(examSite, {
      state: "maintenance",
      aliases,
      bypassCookie: { name, value },
      retryAfterSeconds: 60,
    });

  it("an upstream without an alias for a process", () => {
    assert.throws(
      () => renderUpstream(shopSite, { state: "open", aliases: { web: "shop-web" } }),
      /process live-chat has no network alias/,
    );
  });

  it("an alias that ends the directive", () => {
    assert.throws(
      () => renderUpstream(examSite, { state: "open", aliases: { web: "a; x" } }),
      /alias of exam\/web must be/,
    );
  });

  it("a bypass cookie whose name is no variable, or whose value is an expression", () => {
    assert.throws(bypass("a-b", "0123456789abcdef"), /bypassCookie\.name must be/);
    assert.throws(bypass("palier", "................"), /bypassCookie\.value must be/);
  });

  it("a short cookie value, without showing it", () => {
    assert.throws(bypass("palier", "s3cret"), (error: Error) => !error.message.includes("s3cret"));
  });

  const entry = (token: string, until?: string) => () =>
    renderUpstream(examSite, {
      state: "maintenance",
      aliases,
      bypassCookie: { name: "palier", value: "0123456789abcdef" },
      entry: { token },
      ...(until === undefined ? {} : { until }),
      retryAfterSeconds: 60,
    });

  it("a short token or one that is an expression, without showing it", () => {
    for (const token of ["s3cret", "s3cret..............", 's3cret" x; default "y']) {
      assert.throws(entry(token), (error: Error) => {
        assert.match(error.message, /entry\.token must be/);
        return !error.message.includes("s3cret");
      });
    }
  });

  it("an end of the maintenance that closes its quotes, names a variable or is markup", () => {
    for (const until of ['14:35"; x', "$host", "<b>14:35</b>", "14:35\n", "&lt;", ""]) {
      assert.throws(entry("0123456789abcdef", until), /until must be/, until);
    }
    assert.match(entry("0123456789abcdef", "14:35, 3 août (Europe/Paris, UTC+2)")(), /3 août/);
  });

  it("an entry without a cookie to give away", () => {
    assert.throws(
      () =>
        renderUpstream(examSite, {
          state: "maintenance",
          aliases,
          entry: { token: "0123456789abcdef" },
          retryAfterSeconds: 60,
        }),
      /an entry needs a bypass cookie/,
    );
  });

  it("a bypass without anything to pass requests to", () => {
    assert.throws(
      () =>
        renderUpstream(examSite, {
          state: "maintenance",
          bypassCookie: { name: "palier", value: "0123456789abcdef" },
          retryAfterSeconds: 60,
        }),
      /needs aliases/,
    );
  });
});

import type { ProxyConfigurationSpec, ProxySiteSpec } from "../spec/proxy";
import { printFile } from "./block";
import { pageContentSecurityPolicy } from "./pages/page";
import { assertSafe, assertWhole } from "./safe";

type Header = readonly [name: string, value: string];

// `always` is what puts a header on errors too: without it nginx adds them to successes only.
function add([name, value]: Header): string {
  return `add_header ${name} "${assertSafe("header", `header ${name}`, value)}" always;`;
}

function shared(site: ProxySiteSpec): Header[] {
  return [
    ["X-Content-Type-Options", "nosniff"],
    ["X-Frame-Options", site.headers.frameOptions],
    ["Referrer-Policy", site.headers.referrerPolicy],
    ["Permissions-Policy", site.headers.permissionsPolicy],
    ["Cross-Origin-Opener-Policy", "same-origin"],
  ];
}

// Browsers dropped the filter that "1; mode=block" switched on, and in those that kept it the
// filter itself could be abused to remove scripts from a page; OWASP asks for 0.
const withoutFilter: Header = ["X-XSS-Protection", "0"];

function strictTransport(hsts: ProxyConfigurationSpec["hsts"]): Header {
  const parts = [
    `max-age=${assertWhole("hsts.maxAgeSeconds", hsts.maxAgeSeconds, 0, 315_360_000)}`,
  ];
  if (hsts.includeSubDomains) parts.push("includeSubDomains");
  if (hsts.preload) parts.push("preload");
  return ["Strict-Transport-Security", parts.join("; ")];
}

function policyHeader(site: ProxySiteSpec): Header {
  const { contentSecurityPolicy, contentSecurityPolicyReportOnly } = site.headers;
  const name = "Content-Security-Policy";
  return [contentSecurityPolicyReportOnly ? `${name}-Report-Only` : name, contentSecurityPolicy];
}

/**
 * Content of a site's header file. It is included wherever a block adds a header of its own,
 * because nginx inherits `add_header` only into blocks that have none.
 */
export function renderHeaders(spec: ProxyConfigurationSpec, site: ProxySiteSpec): string {
  const headers = [strictTransport(spec.hsts), ...shared(site), withoutFilter, policyHeader(site)];
  return printFile([...headers.map(add), requestId]);
}

/** Content of the header file of a site's error pages: a policy of their own, and never stored. */
export function renderPageHeaders(spec: ProxyConfigurationSpec, site: ProxySiteSpec): string {
  const policy: Header = ["Content-Security-Policy", pageContentSecurityPolicy()];
  const headers = [strictTransport(spec.hsts), ...shared(site), withoutFilter, policy];
  return printFile([...headers.map(add), add(["Cache-Control", "no-store"]), requestId]);
}

// Users quote it from an error page, logs of proxy and application carry it.
const requestId = "add_header X-Request-ID $request_id always;";

/**
 * Headers of redirects from plain HTTP. Without HSTS, which browsers ignore there and RFC 6797
 * (7.2) forbids, and without those that say something about a page.
 */
export function plainHeaders(): string[] {
  return [
    add(["X-Content-Type-Options", "nosniff"]),
    add(["X-Frame-Options", "DENY"]),
    add(["Referrer-Policy", "strict-origin-when-cross-origin"]),
  ];
}

/** Directives that drop the application's versions, so that each header arrives exactly once. */
export function hiddenHeaders(site: ProxySiteSpec): string[] {
  const names = [
    "Strict-Transport-Security",
    ...shared(site).map(([name]) => name),
    withoutFilter[0],
    "X-Request-ID",
    "X-Powered-By",
    "Content-Security-Policy-Report-Only",
  ];
  // While ours only reports, a policy that the application itself enforces is better than none.
  if (!site.headers.contentSecurityPolicyReportOnly) names.push("Content-Security-Policy");
  return names.sort().map((name) => `proxy_hide_header ${name};`);
}

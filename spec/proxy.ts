/** What the nginx in use can do: decides spellings and curves, and is compared with the running one. */
export interface NginxCapabilities {
  /** Version of nginx, for example "1.22.1". */
  readonly version: string;
  /** Version of the OpenSSL that it was built with, for example "3.0.17". */
  readonly openssl: string;
}

/** How requests under one path prefix (or exact path) are answered. */
export type RouteSpec =
  /** Passed to the application's web processes. */
  | {
      readonly kind: "application";
      readonly path: string;
      readonly match: "prefix" | "exact";
      /** Rate limit zone, for login forms and other guessable endpoints; answered with 429. */
      readonly rateLimit:
        { readonly requestsPerMinute: number; readonly burst: number } | undefined;
      /** Seconds to wait for an answer. */
      readonly readTimeoutSeconds: number;
      readonly websocket: boolean;
      /** Largest request body in MiB; undefined takes the application's. */
      readonly bodyMegabytes: number | undefined;
      /** Process that answers; undefined for the default web process. */
      readonly process: string | undefined;
      /**
       * Passed on during maintenance as well, as soon as the application has containers, so that
       * probes can tell planned maintenance from an outage. Default false.
       */
      readonly openInMaintenance?: boolean;
    }
  /** Served from a volume by the proxy itself; names change with the content, so they are immutable. */
  | {
      readonly kind: "static";
      readonly path: string;
      readonly folder: string;
      readonly maxAgeDays: number;
      readonly immutable: boolean;
    }
  /** Served by the proxy only when the application answers with `X-Accel-Redirect`. */
  | { readonly kind: "protected"; readonly path: string; readonly folder: string }
  /** A single-page application: files, and its index page for every other path. */
  | {
      readonly kind: "single-page";
      readonly path: string;
      readonly folder: string;
      readonly index: string;
    }
  /** Refused with 404, whatever the application would say. */
  | { readonly kind: "denied"; readonly path: string; readonly match: "prefix" | "exact" };

/** One application as the proxy sees it. */
export interface ProxySiteSpec {
  readonly application: string;
  /** First name is the canonical one; requests for the others are redirected to it. */
  readonly hosts: readonly string[];
  /** Network alias of the web containers of the release in service is in the upstream file, not here. */
  readonly upstreams: readonly { readonly process: string; readonly port: number }[];
  readonly routes: readonly RouteSpec[];
  readonly bodyMegabytes: number;
  readonly headers: {
    readonly contentSecurityPolicy: string;
    readonly contentSecurityPolicyReportOnly: boolean;
    readonly frameOptions: "DENY" | "SAMEORIGIN";
    readonly referrerPolicy: string;
    readonly permissionsPolicy: string;
  };
  /** Language of the error and maintenance pages. */
  readonly language: "fr" | "en";
  readonly title: string;
}

/** Everything that the proxy's configuration is rendered from. */
export interface ProxyConfigurationSpec {
  readonly nginx: NginxCapabilities;
  readonly httpPort: number;
  readonly httpsPort: number;
  /** Port that browsers see in a redirect to HTTPS; 443 is left out of addresses. */
  readonly publicHttpsPort: number;
  readonly hsts: {
    readonly maxAgeSeconds: number;
    readonly includeSubDomains: boolean;
    readonly preload: boolean;
  };
  /** Addresses or networks of proxies in front of this one, whose X-Forwarded-For is believed. */
  readonly trustedProxies: readonly string[];
  readonly tls: TlsSpec;
  readonly sites: readonly ProxySiteSpec[];
  readonly workerConnections: number;
}

/**
 * Where certificates come from. Whatever the source, the proxy reads
 * `<host>/fullchain.pem` and `<host>/privkey.pem` below one folder.
 */
export type TlsSpec =
  /** The project's own certificate authority on the machine that deploys; for local stacks. */
  | { readonly source: "local-ca" }
  /** A folder of the engine's host, kept by the operator or by an ACME client. */
  | { readonly source: "folder"; readonly path: string };

import type { Role, Tier } from "../spec/deployment";

/**
 * The validated content of `Pulumi.<stack>.yaml`: what the environment decides, and nothing that an
 * application decides. Values left out are undefined here and filled from the tier by `resolve`.
 */
export interface StackConfig {
  readonly tier: Tier;
  readonly role: Role;
  readonly engine: EngineConfig;
  readonly images: ServiceImagesConfig;
  readonly proxy: ProxyConfig;
  readonly logging: LoggingConfig | undefined;
  readonly applications: Readonly<Record<string, ApplicationConfig>>;
  /** Names of the top-level secret keys that are set, without their values. */
  readonly secretKeys: readonly string[];
}

/** How the Docker engine is reached. */
export interface EngineConfig {
  /** `unix:///path`, `tcp://host:port` or `ssh://user@host[:port]`. */
  readonly endpoint: string;
  readonly certificates: string | undefined;
}

/** Images of the services, pinned by digest outside development. */
export interface ServiceImagesConfig {
  /** By major version, so that two applications may differ. */
  readonly postgresql: Readonly<Record<string, string>>;
  readonly mariadb: Readonly<Record<string, string>>;
  readonly mysql: Readonly<Record<string, string>>;
  readonly redis: string;
  readonly nginx: string;
}

/** The reverse proxy of the stack. */
export interface ProxyConfig {
  /** Address of the host that listens on both ports. */
  readonly address: string;
  readonly httpPort: number;
  readonly httpsPort: number;
  readonly tls: { readonly source: "local-ca" } | { readonly source: "folder"; readonly path: string };
  /** What the image can do; needed when the image does not say so itself in its labels. */
  readonly nginx: { readonly version: string; readonly openssl: string } | undefined;
  readonly trustedProxies: readonly string[];
  readonly hsts:
    | { readonly maxAgeSeconds: number; readonly includeSubDomains: boolean; readonly preload: boolean }
    | undefined;
  readonly limits: LimitsConfig | undefined;
}

/** Memory in MiB, CPU ceiling in cores ("0.5"), CPU weight. */
export interface LimitsConfig {
  readonly memory: number | undefined;
  readonly cpus: string | undefined;
  readonly cpuShares: number | undefined;
}

/** Rotation of container logs. */
export interface LoggingConfig {
  /** Size of one file, for example "10m". */
  readonly maxSize: string;
  readonly maxFiles: number;
}

/** One application of the stack. */
export interface ApplicationConfig {
  readonly blueprint: string;
  readonly image: string;
  readonly version: string;
  /** Canonical host name. */
  readonly host: string;
  /** Other names, redirected to the canonical one. */
  readonly aliases: readonly string[];
  readonly title: string | undefined;
  readonly language: "fr" | "en" | undefined;
  readonly bodyMegabytes: number | undefined;
  readonly outbound: boolean | undefined;
  readonly database: DatabaseConfig | undefined;
  readonly cache: { readonly limits: LimitsConfig | undefined } | undefined;
  readonly processes: Readonly<Record<string, ProcessConfig>>;
  readonly settings: Readonly<Record<string, string | number | boolean>>;
  readonly headers:
    | {
        readonly contentSecurityPolicy: string | undefined;
        readonly contentSecurityPolicyReportOnly: boolean | undefined;
      }
    | undefined;
}

/** Choices about the database server of an application. */
export interface DatabaseConfig {
  readonly engine: "postgresql" | "mariadb" | "mysql" | undefined;
  /** Major version, for example "15". */
  readonly version: string | undefined;
  readonly limits: LimitsConfig | undefined;
}

/** How many containers of a process, and how large. */
export interface ProcessConfig {
  readonly count: number | undefined;
  readonly limits: LimitsConfig | undefined;
}

/**
 * What `make images` built on this machine: local tags and the image IDs behind them, so that a
 * development stack is pinned as strictly as production is. Empty where images come by digest.
 */
export type ImageLock = Readonly<
  Record<string, { readonly id: string; readonly labels: Readonly<Record<string, string>> }>
>;

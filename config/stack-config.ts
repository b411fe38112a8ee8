import type { Role, Tier } from "../spec/deployment";
import type { FreezeSpec, OverrideSpec, WindowSpec } from "../spec/guard";
import type { SmokeTestSpec } from "../spec/lifecycle";
import type { MigrationApproval } from "../spec/migrations";

/**
 * The validated content of `Pulumi.<stack>.yaml`: what the environment decides, and nothing that an
 * application decides. Values left out are undefined here and filled from the tier by `resolve`.
 */
export interface StackConfig {
  /** Class of environment: sets the defaults and how strict the checks are. */
  readonly tier: Tier;
  /** Whether the site serves users or stands by. */
  readonly role: Role;
  /** What may be deployed here; the tier's when left out. */
  readonly promotion: PromotionConfig | undefined;
  readonly engine: EngineConfig;
  readonly images: ServiceImagesConfig;
  readonly proxy: ProxyConfig;
  readonly logging: LoggingConfig | undefined;
  readonly applications: Readonly<Record<string, ApplicationConfig>>;
  /** Containers that may violate a policy for a while; empty when left out. */
  readonly exemptions: readonly ExemptionConfig[];
  readonly changes: ChangesConfig | undefined;
  /** What is let through although a guard refuses it; empty when left out. */
  readonly overrides: readonly OverrideSpec[];
  /** Names of the top-level secret keys that are set, without their values. */
  readonly secretKeys: readonly string[];
}

/** Names of branches and tags, where `*` stands for anything but `/`, and `**` for anything. */
export interface PromotionConfig {
  /** Empty when left out. */
  readonly branches: readonly string[];
  /** Empty when left out. */
  readonly tags: readonly string[];
}

/** A container that may violate a policy for a while. */
export interface ExemptionConfig {
  /** Name of the policy; whether it exists is checked by the policies. */
  readonly policy: string;
  /** Logical name of the container; whether it exists is checked by `resolve`. */
  readonly resource: string;
  /** One line. */
  readonly reason: string;
  /** Last day on which it counts, YYYY-MM-DD. */
  readonly until: string;
}

/** See `ChangesSpec`; what is undefined comes from the tier. */
export interface ChangesConfig {
  readonly maximumReplacements: number | undefined;
  readonly timeZone: string | undefined;
  readonly window: WindowSpec | undefined;
  readonly freezes: readonly FreezeSpec[];
}

/** How the Docker engine is reached. */
export interface EngineConfig {
  /** `unix:///path`, `tcp://host:port` or `ssh://user@host[:port][/path]`. */
  readonly endpoint: string;
  /** Absolute folder with `ca.pem`, `cert.pem` and `key.pem`; with a tcp endpoint only. */
  readonly certificates: string | undefined;
}

/** Images of the services, pinned by digest outside development. */
export interface ServiceImagesConfig {
  /** By major version, so that two applications may differ. */
  readonly postgresql: Readonly<Record<string, string>>;
  readonly mariadb: Readonly<Record<string, string>>;
  readonly mysql: Readonly<Record<string, string>>;
  /** Image of every application's Redis. */
  readonly redis: string;
  /** Image of the reverse proxy. */
  readonly nginx: string;
  /** Image with the tools that take restore points and put them back. */
  readonly backup: string;
}

/** The reverse proxy of the stack. */
export interface ProxyConfig {
  /** Address of the host that listens on both ports. */
  readonly address: string;
  /** Port of the host that redirects to HTTPS; 80 when left out. */
  readonly httpPort: number;
  /** Port of the host that serves the applications; 443 when left out. Never the same as `httpPort`. */
  readonly httpsPort: number;
  /** `local-ca` in development only; `path` is an absolute folder of the engine's host. */
  readonly tls:
    { readonly source: "local-ca" } | { readonly source: "folder"; readonly path: string };
  /** What the image can do; needed when the image does not say so itself in its labels. */
  readonly nginx: { readonly version: string; readonly openssl: string } | undefined;
  /** Addresses and networks in front of this proxy, whose X-Forwarded-For is believed; empty when left out. */
  readonly trustedProxies: readonly string[];
  /** `preload` only with `includeSubDomains` and at least a year. */
  readonly hsts:
    | {
        readonly maxAgeSeconds: number;
        readonly includeSubDomains: boolean;
        readonly preload: boolean;
      }
    | undefined;
  readonly limits: LimitsConfig | undefined;
}

/** Size of a container; what is left out comes from the tier. */
export interface LimitsConfig {
  /** MiB, at least 16. Applied in place; a database or Redis is restarted with it. */
  readonly memory: number | undefined;
  /** Ceiling in cores, spelt with a decimal point and without needless zeros ("0.5", "1.0"). Replaces the container. */
  readonly cpus: string | undefined;
  /** Weight under contention, 2 to 262144. Applied in place. */
  readonly cpuShares: number | undefined;
}

/** Rotation of container logs. */
export interface LoggingConfig {
  /** Size of one file, for example "10m". */
  readonly maxSize: string;
  /** Files kept per container. */
  readonly maxFiles: number;
}

/** One application of the stack. */
export interface ApplicationConfig {
  /** Kind of the blueprint; whether it exists is checked by `resolve`. */
  readonly blueprint: string;
  /** Image of the application; a new digest is a release. */
  readonly image: string;
  /** Version that the image says it is. */
  readonly version: string;
  /** Canonical host name: lower case, ASCII, at least one dot. Unique in the stack. */
  readonly host: string;
  /** Other names, redirected to the canonical one; empty when left out. */
  readonly aliases: readonly string[];
  /** Name on error and maintenance pages: one line without characters that HTML or nginx give a meaning to. */
  readonly title: string | undefined;
  /** Language of error and maintenance pages. */
  readonly language: "fr" | "en" | undefined;
  /** Largest request body in MiB. */
  readonly bodyMegabytes: number | undefined;
  /** Whether processes that ask for it may reach the outside. */
  /** Login forms that the blueprint does not know. */
  readonly loginPaths: readonly string[];
  readonly outbound: boolean | undefined;
  readonly database: DatabaseConfig | undefined;
  readonly cache: { readonly limits: LimitsConfig | undefined } | undefined;
  /** By process name of the blueprint; empty when left out. */
  readonly processes: Readonly<Record<string, ProcessConfig>>;
  /** By setting of the blueprint, checked by `resolve`; empty when left out. Texts are one line. */
  readonly settings: Readonly<Record<string, string | number | boolean>>;
  readonly release: ReleaseConfig | undefined;
  readonly headers:
    | {
        /** Replaces the blueprint's; printable ASCII without `"`, `\` and `$`. */
        readonly contentSecurityPolicy: string | undefined;
        readonly contentSecurityPolicyReportOnly: boolean | undefined;
      }
    | undefined;
}

/** Choices about how an application is released. */
export interface ReleaseConfig {
  /** Beside those of the blueprint. */
  readonly smokeTests: readonly SmokeTestSpec[];
  readonly watch:
    | {
        readonly seconds: number | undefined;
        /** 0 to 100. */
        readonly errorPercent: number | undefined;
        readonly minimumRequests: number | undefined;
      }
    | undefined;
  readonly maintenanceMinutes: number | undefined;
  /** IANA name. */
  readonly timeZone: string | undefined;
  readonly restorePoints: number | undefined;
}

/** Choices about the database server of an application. */
export interface DatabaseConfig {
  /** One that the blueprint supports; its first when left out. */
  readonly engine: "postgresql" | "mariadb" | "mysql" | undefined;
  /** Major version, for example "15". */
  readonly version: string | undefined;
  readonly limits: LimitsConfig | undefined;
}

/** How many containers of a process, and how large. */
export interface ProcessConfig {
  /** Containers, 1 to 64; the tier's when left out. */
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

/** A person's consent to the migrations of one image, as `releases/<application>/<digest>.yaml` holds it. */
export interface ApprovalFile {
  readonly application: string;
  /** The image's 64 hexadecimal digits. */
  readonly digest: string;
  readonly approval: MigrationApproval;
}

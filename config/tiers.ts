import type { Tier } from "../spec/deployment";
import type { WatchSpec } from "../spec/lifecycle";

/** Kinds of containers that have limits of their own. */
export type LimitedKind = "database" | "cache" | "proxy" | "web" | "worker" | "scheduler" | "task";

/** Default size of a container: memory in MiB, CPU ceiling in cores. */
export interface DefaultLimits {
  readonly memory: number;
  readonly cpus: string;
}

/** What a stack gets without saying anything. Data only: no rule reads the name of a tier. */
export interface TierDefaults {
  readonly limits: Readonly<Record<LimitedKind, DefaultLimits>>;
  /** Containers per process kind; the same everywhere, so that all stacks declare the same resources. */
  readonly counts: { readonly web: number; readonly worker: number };
  /** Rotation of container logs; a busy site needs more to look back over a night. */
  readonly logging: { readonly maxSize: string; readonly maxFiles: number };
  readonly hsts: {
    readonly maxAgeSeconds: number;
    readonly includeSubDomains: boolean;
    readonly preload: boolean;
  };
  /** Whether processes that ask for it may reach the outside. */
  readonly outbound: boolean;
  /** Multiplies the rates of login forms: people who develop log in again and again. */
  readonly rateLimitFactor: number;
  /** Branches and tags that may be deployed, spelt as in `PromotionConfig`. */
  readonly promotion: { readonly branches: readonly string[]; readonly tags: readonly string[] };
  /** Whether every image has to be `repository@sha256:…`; otherwise local tags of `make images` do. */
  readonly digestsOnly: boolean;
  /** Whether an update that the policies do not judge is refused. */
  readonly policiesRequired: boolean;
  /** Whether the CLI may write the debug log that holds every secret in clear. */
  readonly debugLog: boolean;
  /** See `GuardSpec`; a standby is guarded whatever its tier. */
  readonly guarded: boolean;
  /** See `ChangesSpec`. */
  readonly maximumReplacements: number | undefined;
  /** Simultaneous connections of one proxy worker. */
  readonly workerConnections: number;
  /** Largest request body in MiB. */
  readonly bodyMegabytes: number;
  /** Language of error and maintenance pages. */
  readonly language: "fr" | "en";
  readonly release: ReleaseDefaults;
}

/** How carefully an application is released. */
export interface ReleaseDefaults {
  /** Whether pending migrations need a person's consent to their plan. */
  readonly approval: boolean;
  /** See `WatchSpec`. */
  readonly watch: WatchSpec;
  /** See `MaintenanceSpec`. */
  readonly maintenanceMinutes: number;
  readonly timeZone: string;
  /** Newest restore points that are kept. */
  readonly restorePoints: number;
}

// Measured idle: gunicorn with two workers 98 MiB, Celery 66, PostgreSQL 18 to 34, Redis 4, nginx 6.
// The proxy also holds two request bodies of the largest size in memory.
const small: TierDefaults["limits"] = {
  database: { memory: 512, cpus: "1.0" },
  cache: { memory: 128, cpus: "0.5" },
  proxy: { memory: 256, cpus: "0.5" },
  web: { memory: 512, cpus: "1.0" },
  worker: { memory: 512, cpus: "1.0" },
  scheduler: { memory: 256, cpus: "0.5" },
  task: { memory: 512, cpus: "1.0" },
};

const large: TierDefaults["limits"] = {
  database: { memory: 2048, cpus: "2.0" },
  cache: { memory: 512, cpus: "0.5" },
  proxy: { memory: 384, cpus: "1.0" },
  web: { memory: 1024, cpus: "2.0" },
  worker: { memory: 1024, cpus: "1.0" },
  scheduler: { memory: 256, cpus: "0.5" },
  task: { memory: 1024, cpus: "1.0" },
};

const release = {
  approval: false,
  watch: { seconds: 5, errorRate: 0.1, minimumRequests: 20 },
  maintenanceMinutes: 10,
  timeZone: "Europe/Paris",
  restorePoints: 3,
} as const;

const everywhere = {
  counts: { web: 2, worker: 1 },
  outbound: true,
  workerConnections: 1024,
  bodyMegabytes: 50,
  language: "fr",
} as const;

/** Defaults per tier. Changing one changes every stack of that tier that does not set the value itself. */
export const tiers: Readonly<Record<Tier, TierDefaults>> = {
  development: {
    ...everywhere,
    limits: small,
    logging: { maxSize: "10m", maxFiles: 3 },
    // One hour: a browser that was told to insist on HTTPS forgets it before the certificate authority is remade.
    hsts: { maxAgeSeconds: 3600, includeSubDomains: false, preload: false },
    rateLimitFactor: 2,
    promotion: { branches: ["**"], tags: ["**"] },
    digestsOnly: false,
    policiesRequired: false,
    debugLog: true,
    guarded: false,
    maximumReplacements: undefined,
    release,
  },
  preproduction: {
    ...everywhere,
    limits: small,
    logging: { maxSize: "10m", maxFiles: 3 },
    hsts: { maxAgeSeconds: 86400, includeSubDomains: false, preload: false },
    rateLimitFactor: 1,
    promotion: { branches: ["main"], tags: [] },
    digestsOnly: true,
    policiesRequired: false,
    debugLog: true,
    guarded: false,
    maximumReplacements: undefined,
    release: { ...release, watch: { ...release.watch, seconds: 15 } },
  },
  production: {
    ...everywhere,
    limits: large,
    logging: { maxSize: "10m", maxFiles: 5 },
    // Two years, as the Mozilla guideline and the preload list ask. Sub-domains and the list itself are
    // decisions about a whole domain, so the operator takes them in the stack configuration.
    hsts: { maxAgeSeconds: 63072000, includeSubDomains: false, preload: false },
    rateLimitFactor: 1,
    promotion: { branches: ["main"], tags: [] },
    digestsOnly: true,
    policiesRequired: true,
    debugLog: false,
    guarded: true,
    // Databases, caches and proxy of three applications at once, with some of their files.
    maximumReplacements: 10,
    release: {
      ...release,
      approval: true,
      // A process that dies after its first minute still finds the old release at hand.
      watch: { seconds: 60, errorRate: 0.05, minimumRequests: 20 },
      restorePoints: 5,
    },
  },
};

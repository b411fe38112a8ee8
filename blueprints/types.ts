import type { TaskTime, Tier } from "../spec/deployment";
import type { SmokeTestSpec } from "../spec/lifecycle";
import type { RouteSpec } from "../spec/proxy";

/**
 * What an application of one kind needs, whatever the environment: data only. `resolve` joins it
 * with the stack's configuration.
 */
export interface Blueprint {
  /** Identifier used in the stack configuration, for example "django". */
  readonly kind: string;
  /** One sentence for the reference. */
  readonly description: string;
  /** Numeric user that every process runs as. */
  readonly user: { readonly uid: number; readonly gid: number };
  readonly entrypoint?: readonly string[];
  readonly database?: DatabaseNeed;
  readonly cache?: CacheNeed;
  /** Secrets beside those of database and cache, by name. */
  readonly secrets: Readonly<Record<string, SecretNeed>>;
  /** Files below `/run/secrets`, by file name. */
  readonly secretFiles: Readonly<Record<string, SecretFile>>;
  /** Configuration files below `/run/secrets/configuration`, by file name; `{{NAME}}` stands for that environment variable. */
  readonly configurationFiles?: Readonly<Record<string, string>>;
  /** The one environment that web, workers, schedulers and tasks all get. */
  readonly environment: Readonly<Record<string, EnvironmentValue>>;
  /** What an operator may set per application under `settings`, with its meaning. */
  readonly settings: Readonly<Record<string, SettingNeed>>;
  /** Who may log in after the first release: a setting with the login and a secret with the password. */
  readonly administrator?: { readonly setting: string; readonly secret: string };
  readonly volumes: Readonly<Record<string, VolumeNeed>>;
  readonly processes: Readonly<Record<string, ProcessNeed>>;
  /** Run once per release before its processes start, in this order. */
  readonly tasks: readonly TaskNeed[];
  readonly routes: readonly RouteNeed[];
  /** How login forms are limited: the stack names those that the blueprint does not know. */
  readonly loginRoute: Omit<Extract<RouteNeed, { kind: "application" }>, "path">;
  /** Paths answered by the application; exempt from redirects so that probes see the truth. */
  readonly health: { readonly live: string; readonly ready: string };
  readonly headers: HeaderNeed;
  /** How the release transaction asks, migrates, pauses and undoes. */
  readonly lifecycle: LifecycleNeed;
}

/** A database engine with the versions that the application supports. */
export interface DatabaseNeed {
  readonly engines: readonly ("postgresql" | "mariadb" | "mysql")[];
  /** Lowest major versions, by engine. */
  readonly minimum: Readonly<Partial<Record<"postgresql" | "mariadb" | "mysql", string>>>;
  readonly collation?: string;
}

/** A Redis server and the numbers of the logical databases, by purpose. */
export interface CacheNeed {
  readonly databases: Readonly<Record<string, number>>;
}

/** How a secret comes to be. */
export type SecretNeed =
  /** Made once and kept: letters and digits, unless `special`. */
  | {
      readonly source: "generated";
      readonly length: number;
      readonly special?: boolean;
      readonly keep: boolean;
    }
  /** Set by the operator with `pulumi config set --secret`; required in the tiers named. */
  | { readonly source: "configured"; readonly requiredIn: readonly Tier[] };

/** A file below `/run/secrets` that a process reads. */
export type SecretFile =
  | { readonly holds: "secret"; readonly secret: string }
  | { readonly holds: "database-password" }
  /** A connection address; clients name the same engine differently, so the blueprint says how. */
  | {
      readonly holds: "database-url";
      readonly schemes: Readonly<Partial<Record<"postgresql" | "mariadb" | "mysql", string>>>;
    }
  | { readonly holds: "cache-password" }
  | { readonly holds: "cache-url"; readonly database: string };

/** Where the value of an environment variable comes from. */
export type EnvironmentValue =
  | { readonly from: "literal"; readonly value: string }
  | { readonly from: "tier"; readonly values: Readonly<Record<Tier, string>> }
  | { readonly from: "setting"; readonly setting: string }
  /** Canonical host name; `hosts` are all names, `origin` is `https://<host>[:port]`. */
  | { readonly from: "host" | "origin" }
  | { readonly from: "hosts" | "origins"; readonly separator: string }
  | { readonly from: "release"; readonly part: "version" | "image" }
  | { readonly from: "database"; readonly part: "host" | "port" | "name" | "user" | "engine" }
  | { readonly from: "cache"; readonly part: "host" | "port" }
  | { readonly from: "cache-database"; readonly database: string }
  /** Path of a file below `/run/secrets`; left out when its secret is optional and not set. */
  | { readonly from: "secret-file"; readonly file: string }
  /** Largest request body of the application in MiB. */
  | { readonly from: "body-megabytes" }
  /** Web workers that fit the CPU ceiling of the default web process: twice the cores plus one, at least 2. */
  | { readonly from: "web-concurrency" };

/** A value that the operator may set per application. */
export interface SettingNeed {
  readonly description: string;
  readonly type: "string" | "boolean" | "integer";
  /** Default per tier; undefined makes the setting required in that tier. */
  readonly default: Readonly<Partial<Record<Tier, string>>>;
}

/** A folder that outlives containers. */
export interface VolumeNeed {
  readonly path: string;
  /** `data` is backed up and protected; `derived` can be made again by a release. */
  readonly holds: "data" | "derived";
  /** Processes that may write; all others mount it read-only. `tasks` are the one-off tasks. */
  readonly writers: readonly string[];
  /** Folders below it that a backup leaves out. */
  readonly backupExcludes?: readonly string[];
}

/** One way to run the image. */
export interface ProcessNeed {
  readonly kind: "web" | "worker" | "scheduler";
  readonly command: readonly string[];
  readonly port?: number;
  readonly health: {
    readonly command: readonly string[];
    readonly interval: string;
    readonly timeout: string;
    readonly retries: number;
    readonly startPeriod: string;
  };
  readonly stopGraceSeconds: number;
  readonly stopSignal?: string;
  readonly readOnlyRoot: boolean;
  readonly tmpfs: Readonly<Record<string, string>>;
  /** Smallest memory that it can work with, in MiB. */
  readonly minimumMemory: number;
  /** Whether it must reach the outside (mail, webhooks): joins the edge network where the stack allows it. */
  readonly outbound: boolean;
}

/** A command that a release runs once. */
export interface TaskNeed {
  readonly name: string;
  readonly command: readonly string[];
  readonly timeoutSeconds: number;
  /** Default "migrated". */
  readonly when?: TaskTime;
}

/** A route, with folders named by volume (`volume:static`) or by path inside the image. */
export type RouteNeed = RouteSpec;

/** Response headers that differ between kinds of applications. */
export interface HeaderNeed {
  readonly contentSecurityPolicy: string;
  /** Software that needs inline scripts starts by reporting only. */
  readonly contentSecurityPolicyReportOnly: boolean;
  readonly frameOptions: "DENY" | "SAMEORIGIN";
  readonly referrerPolicy: string;
  readonly permissionsPolicy: string;
}

/** How the release transaction asks, migrates, checks, pauses and undoes. */
export interface LifecycleNeed {
  readonly migrations?: MigrationNeed;
  /** Beside those of the stack's configuration. */
  readonly smokeTests: readonly SmokeTestNeed[];
  /** See `LifecycleSpec.fatalLogLines`. */
  readonly fatalLogLines: readonly string[];
  /** Makes a copy of production data harmless, in this order, before the site may be reached. */
  readonly anonymise?: readonly (readonly string[])[];
}

/** Commands in containers of the new image; see `MigrationsSpec`. */
export interface MigrationNeed {
  readonly plan: TaskNeed;
  readonly apply: TaskNeed;
  readonly revert: TaskNeed;
  /** A statement that waits longer for a lock gives up, and the release with it. */
  readonly lockSeconds: number;
  /** A statement that runs longer is given up. */
  readonly statementSeconds: number;
}

/** A smoke test in which what is usual may be left out: status 200, nothing else looked at. */
export type SmokeTestNeed = Pick<SmokeTestSpec, "path"> & Partial<SmokeTestSpec>;

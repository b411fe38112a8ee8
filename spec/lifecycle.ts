import type { OneOffContainer } from "./container";
import type { DatabaseConnection, TaskSpec, VolumeSpec } from "./deployment";
import type { MigrationApproval } from "./migrations";

/** How an application is released: what is asked, saved, changed, shown and checked on the way. */
export interface LifecycleSpec {
  /** Undefined for an application without migrations. */
  readonly migrations: MigrationsSpec | undefined;
  /** Undefined for an application without data. */
  readonly restorePoint: RestorePointSpec | undefined;
  readonly maintenance: MaintenanceSpec;
  /** All have to pass before users come. */
  readonly smokeTests: readonly SmokeTestSpec[];
  /** Regular expressions; a line of a new container's log that matches one fails the release. */
  readonly fatalLogLines: readonly string[];
  readonly watch: WatchSpec;
}

/** How migrations are asked for, applied and taken back. */
export interface MigrationsSpec {
  /** Prints a `MigrationPlan` as JSON in the last line of its standard output. */
  readonly plan: TaskSpec;
  /** Applies all pending migrations, with limits for locks and statements. */
  readonly apply: TaskSpec;
  /** Takes back the migrations whose ids are appended to its command. */
  readonly revert: TaskSpec;
  /** Whether the tier wants a person's consent to every plan. */
  readonly approvalRequired: boolean;
  /** Those that exist for the declared image. */
  readonly approvals: readonly MigrationApproval[];
}

/** What a restore point holds, and the container with the tools that take it and put it back. */
export interface RestorePointSpec {
  /** Where restore points are kept, one folder each. */
  readonly volume: VolumeSpec;
  /** Newest ones that are kept. */
  readonly keep: number;
  /** Reaches the database and mounts all volumes; the command is given by the release. */
  readonly tools: OneOffContainer;
  /** Path of `volume` inside the tools container. */
  readonly folder: string;
  readonly database: RestorableDatabase | undefined;
  readonly volumes: readonly RestorableVolume[];
  /** Seconds after which taking one or putting it back is given up. */
  readonly timeoutSeconds: number;
}

/** A database as the tools reach it. */
export interface RestorableDatabase {
  readonly engine: "postgresql" | "mariadb" | "mysql";
  readonly version: string;
  /** Name of the server's container: what needs the superuser runs inside of it. */
  readonly container: string;
  readonly connection: DatabaseConnection;
  /** Path of the application's password inside the tools container. */
  readonly passwordFile: string;
}

/** A volume with files of the application. */
export interface RestorableVolume {
  /** Name in the blueprint. */
  readonly name: string;
  /** Physical name. */
  readonly volume: string;
  /** Path inside the tools container. */
  readonly folder: string;
  /** Paths below it that are left out. */
  readonly excludes: readonly string[];
}

/** What users are told while they have to wait. */
export interface MaintenanceSpec {
  /** Declared length in minutes: shown as the expected end, and an overrun is reported. */
  readonly minutes: number;
  /** IANA name of the zone in which the end is shown. */
  readonly timeZone: string;
  readonly language: "fr" | "en";
}

/** A question to the new containers, with the answer that shows that it is the right application. */
export interface SmokeTestSpec {
  readonly path: string;
  /** Expected status; redirects are not followed. */
  readonly status: number;
  /** Texts that the body has to contain; `{{version}}` stands for the declared version. */
  readonly contains: readonly string[];
  /** Texts that must not be in the body, beside the wrong pages that every test knows. */
  readonly absent: readonly string[];
  /** Response headers with the text that they have to contain, by lower-case name. */
  readonly headers: Readonly<Record<string, string>>;
}

/** How long a new release is watched while the old one could still take over, and what it may do. */
export interface WatchSpec {
  /** 0 leaves it out. */
  readonly seconds: number;
  /** Share of answers with a status from 500 on that is too much, from 0 to 1. */
  readonly errorRate: number;
  /** Fewer answers than this prove nothing. */
  readonly minimumRequests: number;
}

import type { ContainerSpec } from "./container";
import type { FilesVolumeSpec, SecretSpec } from "./files";
import type { GuardSpec } from "./guard";
import type { LifecycleSpec } from "./lifecycle";
import type { ProxyConfigurationSpec } from "./proxy";

/** Class of environment: sets defaults and how strict the policies are. */
export type Tier = "development" | "preproduction" | "production";

/** Whether the site serves users or stands by to take over. */
export type Role = "primary" | "standby";

/** How the Docker engine of a stack is reached. */
export interface EngineSpec {
  /** `unix:///path`, `tcp://host:port` or `ssh://user@host`. */
  readonly endpoint: string;
  /** Folder with `ca.pem`, `cert.pem` and `key.pem` for a tcp endpoint. */
  readonly certificates: string | undefined;
}

/** A bridge network; `internal` has no way out of the host. */
export interface NetworkSpec {
  readonly resource: string;
  readonly name: string;
  readonly internal: boolean;
  readonly labels: Readonly<Record<string, string>>;
}

/** A named volume. `data` volumes are protected: they are never deleted or replaced by an update. */
export interface VolumeSpec {
  readonly resource: string;
  readonly name: string;
  readonly data: boolean;
  readonly labels: Readonly<Record<string, string>>;
}

/** A database server of one application, on its internal network only. */
export interface DatabaseSpec {
  readonly resource: string;
  readonly engine: "postgresql" | "mariadb" | "mysql";
  readonly version: string;
  readonly volume: VolumeSpec;
  readonly files: readonly FilesVolumeSpec[];
  readonly container: ContainerSpec;
  readonly connection: DatabaseConnection;
}

/** How an application reaches its database; the password is the secret named here. */
export interface DatabaseConnection {
  readonly host: string;
  readonly port: number;
  readonly name: string;
  readonly user: string;
  readonly passwordSecret: string;
}

/** A Redis server of one application: broker, cache and sessions, kept on disk. */
export interface CacheSpec {
  readonly resource: string;
  readonly volume: VolumeSpec;
  readonly files: readonly FilesVolumeSpec[];
  readonly container: ContainerSpec;
}

/** One way to run the application's image (twelve-factor). */
export interface ProcessSpec {
  readonly name: string;
  readonly kind: "web" | "worker" | "scheduler";
  readonly port: number | undefined;
  /** Network alias that all containers of this process and this release share. */
  readonly alias: string;
  /** One entry per container, in order. */
  readonly containers: readonly ContainerSpec[];
}

/**
 * When a release runs a task:
 * - `first`: before users see a maintenance page; it needs neither the new schema nor the old one
 * - `migrated`: when the database fits the new image
 * - `new-site`: the same, and only while nothing is in service
 */
export type TaskTime = "first" | "migrated" | "new-site";

/** A command that a release runs once, in a one-off container with the environment of the processes. */
export interface TaskSpec {
  readonly name: string;
  readonly when: TaskTime;
  readonly container: ContainerSpec;
  readonly timeoutSeconds: number;
}

/** What is deployed together: the image and the version that it says it is. */
export interface ReleaseSpec {
  /** Pinned: `repository@sha256:…`, or an image ID. */
  readonly image: string;
  /** The image as the stack's configuration names it, which is what a rollback writes there again. */
  readonly reference: string;
  readonly version: string;
}

/** One application of the stack with all that it needs. */
export interface ApplicationSpec {
  readonly name: string;
  readonly blueprint: string;
  readonly host: string;
  readonly url: string;
  readonly release: ReleaseSpec;
  readonly network: NetworkSpec;
  readonly database: DatabaseSpec | undefined;
  readonly cache: CacheSpec | undefined;
  readonly volumes: readonly VolumeSpec[];
  /** All secrets of the application, those of its database and cache included. */
  readonly secrets: readonly SecretSpec[];
  readonly files: FilesVolumeSpec;
  readonly processes: readonly ProcessSpec[];
  /** Run in this order before new processes start: collect static files, first administrator. */
  readonly tasks: readonly TaskSpec[];
  readonly lifecycle: LifecycleSpec;
  readonly health: { readonly live: string; readonly ready: string };
  /** First administrator: the login, and the name of the secret with the password. */
  readonly administrator: { readonly login: string; readonly secret: string } | undefined;
}

/** The reverse proxy in front of all applications of the stack. */
export interface ProxySpec {
  readonly resource: string;
  readonly container: ContainerSpec;
  /** Configuration slots, upstream files and, with the local authority, its certificates. */
  readonly configurationVolume: VolumeSpec;
  readonly configuration: ProxyConfigurationSpec;
}

/** Everything to deploy, resolved: plain, frozen and printable. */
export interface DeploymentSpec {
  readonly project: string;
  readonly stack: string;
  readonly tier: Tier;
  readonly role: Role;
  readonly engine: EngineSpec;
  readonly edge: NetworkSpec;
  readonly proxy: ProxySpec;
  readonly applications: readonly ApplicationSpec[];
  readonly guard: GuardSpec;
  /** What every release did, and what an unfinished one was about. */
  readonly journal: VolumeSpec;
}

/**
 * Health check of a container, as the engine runs it. Durations are spelt as Go prints them
 * ("5s", "1m30s"): any other spelling shows up as a change on every preview.
 */
export interface HealthCheckSpec {
  /** Command, first word included; runs inside the container without a shell. */
  readonly command: readonly string[];
  /** Time between two probes. */
  readonly interval: string;
  /** A probe that takes longer counts as failed. */
  readonly timeout: string;
  /** Failed probes in a row that make the container unhealthy. */
  readonly retries: number;
  /** Failures during this time after the start do not count. */
  readonly startPeriod: string;
}

/** A volume or a folder of the engine's host, seen from inside a container. */
export interface MountSpec {
  readonly type: "volume" | "bind";
  /** Physical name of the volume, or the absolute path on the engine's host. */
  readonly source: string;
  /** Absolute path inside the container. */
  readonly target: string;
  readonly readOnly: boolean;
}

/** A port of the engine's host that leads to the container. Only the reverse proxy has any. */
export interface PortSpec {
  /** Address of the host that listens. */
  readonly address: string;
  /** Port of the host. */
  readonly external: number;
  /** Port inside the container. */
  readonly internal: number;
}

/** A network that a container joins, with the names under which others find it there. */
export interface NetworkAttachmentSpec {
  readonly network: string;
  readonly aliases: readonly string[];
}

/** What a container may use. Changing any of it is applied to the running container. */
export interface ResourceLimitsSpec {
  /** Memory in MiB; reaching it ends the process. Swap is never added on top. */
  readonly memory: number;
  /** CPU shares relative to 1024 per core: weight under contention, changed in place. */
  readonly cpuShares: number;
}

/**
 * Everything about one container that is known before anything is deployed. `spec` is the hash of
 * all fields but the limits and the restart policy, so that any other change, removals included,
 * replaces the container.
 */
export interface ContainerSpec {
  /** Logical resource name, unique in the stack, never containing the stack's name. */
  readonly resource: string;
  /** Fixed physical name, or undefined for blue/green containers, which the engine names. */
  readonly name: string | undefined;
  /** Pinned: `repository@sha256:…`, or an image ID. */
  readonly image: string;
  readonly entrypoint: readonly string[] | undefined;
  readonly command: readonly string[];
  /** `NAME=value`, sorted by name. Never holds a secret: those are files. */
  readonly environment: readonly string[];
  /** Numeric `uid:gid`. */
  readonly user: string;
  readonly mounts: readonly MountSpec[];
  /** Path inside the container to mount options, for example `size=64m,mode=1777`. */
  readonly tmpfs: Readonly<Record<string, string>>;
  readonly networks: readonly NetworkAttachmentSpec[];
  readonly ports: readonly PortSpec[];
  readonly healthCheck: HealthCheckSpec | undefined;
  readonly limits: ResourceLimitsSpec;
  /** CPU ceiling in cores, spelt with a decimal point ("0.5", "1.0"). Changing it replaces the container. */
  readonly cpus: string;
  readonly readOnlyRoot: boolean;
  /** Seconds between the stop signal and the kill. */
  readonly stopGraceSeconds: number;
  readonly stopSignal: string | undefined;
  readonly logging: { readonly maxSize: string; readonly maxFiles: number };
  /** Ownership labels, `spec` among them, sorted by key. */
  readonly labels: Readonly<Record<string, string>>;
  readonly spec: string;
}

/** A container made for one command and removed afterwards. */
export type OneOffContainer = Pick<
  ContainerSpec,
  | "image"
  | "entrypoint"
  | "command"
  | "environment"
  | "user"
  | "mounts"
  | "tmpfs"
  | "networks"
  | "limits"
  | "readOnlyRoot"
  | "labels"
> & {
  /** Capabilities that it keeps, without their prefix, for example "CHOWN"; none when left out. */
  readonly capabilities?: readonly string[];
};

import type { ContainerSpec, MountSpec } from "./container";
import type { EngineSpec, ReleaseSpec, TaskSpec } from "./deployment";
import type { NginxCapabilities, TlsSpec } from "./proxy";

/** A file with its final text. */
export interface FilledFile {
  readonly path: string;
  /** Octal, for example "0400". */
  readonly mode: string;
  readonly content: string;
}

/** Fills a volume with files. Answers with nothing. */
export interface FillVolumeInput {
  readonly engine: EngineSpec;
  readonly volume: string;
  readonly uid: number;
  readonly gid: number;
  readonly helperImage: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly files: readonly FilledFile[];
}

/** The parts of the proxy's container that a test of its configuration needs as well. */
export interface ProxyContainer {
  readonly name: string;
  readonly image: string;
  readonly user: string;
  readonly mounts: readonly MountSpec[];
  readonly tmpfs: Readonly<Record<string, string>>;
  readonly labels: Readonly<Record<string, string>>;
}

/** Files of one configuration slot, by path. */
export type SlotFiles = Readonly<Record<string, string>>;

/** Writes, tests and takes up a configuration of the proxy. Answers with nothing. */
export interface ConfigureProxyInput {
  readonly engine: EngineSpec;
  readonly container: ProxyContainer;
  readonly volume: string;
  readonly tls: TlsSpec;
  /** All host names, by application: one certificate each. */
  readonly hosts: Readonly<Record<string, readonly string[]>>;
  readonly nginx: NginxCapabilities;
  readonly slots: { readonly a: SlotFiles; readonly b: SlotFiles };
  readonly pointers: { readonly a: string; readonly b: string };
  /** Upstream files of applications that have no release yet. */
  readonly closedUpstreams: Readonly<Record<string, string>>;
}

/** A process of a release, with the containers that the engine made for it. */
export interface ReleasedProcess {
  readonly name: string;
  readonly kind: "web" | "worker" | "scheduler";
  readonly containers: readonly string[];
  readonly stopGraceSeconds: number;
}

/** How the proxy is told where an application is. */
export interface ReleaseRoute {
  /** Container that reloads. */
  readonly container: string;
  /** Volume of its configuration. */
  readonly volume: string;
  readonly helperImage: string;
  /** File of the volume that names the containers in service. */
  readonly upstreamFile: string;
  /** Content of that file for the new release. */
  readonly upstream: string;
}

/** Takes an application from the release in service to the declared one. Answers with the release. */
export interface ReleaseInput {
  readonly engine: EngineSpec;
  readonly stack: string;
  readonly application: string;
  readonly release: ReleaseSpec;
  readonly processes: readonly ReleasedProcess[];
  readonly tasks: readonly TaskSpec[];
  readonly proxy: ReleaseRoute;
  /** Asked through the proxy's network before users are sent to the new containers. */
  readonly readiness: {
    readonly host: string;
    readonly alias: string;
    readonly port: number;
    readonly path: string;
  };
  /** Changes when containers of the release in service were found stopped, so that they are started again. */
  readonly repair: string;
}

/** What a release answers: shown in the stack's outputs. */
export interface ReleaseResult {
  readonly image: string;
  readonly version: string;
  /** ISO 8601, UTC. */
  readonly since: string;
}

/** Input of each operation of `release/main.ts`, by name. */
export interface OperationInputs {
  readonly "fill-volume": FillVolumeInput;
  readonly "configure-proxy": ConfigureProxyInput;
  readonly release: ReleaseInput;
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
>;

import type { MountSpec } from "./container";
import type { EngineSpec, ReleaseSpec, TaskSpec } from "./deployment";
import type { LifecycleSpec } from "./lifecycle";
import type { NginxCapabilities, ProxySiteSpec, TlsSpec } from "./proxy";

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
  /** File of the volume that says where requests go. */
  readonly upstreamFile: string;
  /** The application as the proxy's configuration knows it. */
  readonly site: ProxySiteSpec;
  /** Network alias of the new containers, by web process. */
  readonly aliases: Readonly<Record<string, string>>;
  /** Port inside the proxy's container on which it answers HTTPS. */
  readonly httpsPort: number;
}

/** Takes an application from the release in service to the declared one. Answers with the release. */
export interface ReleaseInput {
  readonly engine: EngineSpec;
  readonly stack: string;
  readonly application: string;
  readonly release: ReleaseSpec;
  readonly processes: readonly ReleasedProcess[];
  readonly tasks: readonly TaskSpec[];
  readonly lifecycle: LifecycleSpec;
  readonly proxy: ReleaseRoute;
  /** Asked through the proxy's network before users are sent to the new containers. */
  readonly readiness: {
    readonly host: string;
    readonly alias: string;
    readonly port: number;
    readonly path: string;
  };
  /** Volume of the stack's journal. */
  readonly journalVolume: string;
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

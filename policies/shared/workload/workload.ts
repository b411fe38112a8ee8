import type {
  CapabilityInputs,
  ContainerInputs,
  HealthCheckInputs,
  Label,
  NetworkInputs,
  ServiceInputs,
} from "../inputs";
import type { Spelling } from "./spelling";

/** One variable of the environment. */
export interface Variable {
  readonly name: string;
  readonly value: string;
}

/** A volume or a folder of the host inside of a workload, whichever of the provider's forms declared it. */
export interface Mount {
  /** `bind`, `volume` or `tmpfs`. */
  readonly type: string | undefined;
  /** Name of the volume, or path on the host. */
  readonly source: string | undefined;
  /** Path inside. */
  readonly target: string | undefined;
  readonly readOnly: boolean;
  /** Propagation of a bind mount, for example `rshared`. */
  readonly propagation: string | undefined;
  /** Path on the host that a volume is made of by the options of its driver. */
  readonly device: string | undefined;
}

/** A port that the workload publishes. */
export interface Port {
  /** Port of the host; undefined for any free one. */
  readonly external: number | undefined;
  readonly internal: number | undefined;
  /** Address of the host; a service always listens on all of them. */
  readonly address: string | undefined;
}

/**
 * What containers and services have in common, under one name each. Everything is read from the inputs
 * when it is asked for, and no sooner: in a preview an unknown value throws where it is read, and only
 * there. That is why lists are visited: every entry is judged on its own, as `each` does.
 */
export interface Workload {
  /** Inputs of the resource where it is a container, for what services do not have. */
  readonly container: ContainerInputs | undefined;
  /** Inputs of the resource where it is a service, for what containers do not have. */
  readonly service: ServiceInputs | undefined;
  /** How each of these is spelt in the inputs, for messages: `spelling.memory` is `"memory" in MiB`. */
  readonly spelling: Spelling;
  readonly image: string | undefined;
  readonly user: string | undefined;
  /** What replaces the image's entry point. */
  readonly entrypoint: readonly string[] | undefined;
  /** Arguments of the entry point. */
  readonly command: readonly string[] | undefined;
  readonly healthCheck: HealthCheckInputs | undefined;
  /** Limit in MiB. */
  readonly memory: number | undefined;
  /** Ceiling in cores. */
  readonly cpus: number | undefined;
  readonly capabilities: CapabilityInputs | undefined;
  readonly readOnlyRoot: boolean;
  /** Seconds between the stop signal and the kill. */
  readonly stopGraceSeconds: number | undefined;
  /** `always`, `unless-stopped`, `on-failure` or `no`; undefined where nothing is said. */
  readonly restart: string | undefined;
  readonly logDriver: string | undefined;
  readonly logOptions: Readonly<Record<string, string>> | undefined;
  /** Kind of part that it is: the label `palier.component`. */
  readonly component: string | undefined;
  /**
   * Whether it is meant to stay up. A task is waited for (`attach`), removed when it ends (`rm`), or
   * may be found ended (`mustRun: false`) without a restart policy that brings it back.
   */
  readonly isLongRunning: boolean;
  /** Value of a label; those of others are not read. */
  readonly label: (key: string) => string | undefined;
  readonly eachVariable: (visit: (variable: Variable) => void) => void;
  readonly eachMount: (visit: (mount: Mount) => void) => void;
  /** Visits the paths inside that are kept in memory. */
  readonly eachTmpfs: (visit: (path: string | undefined) => void) => void;
  /** Whether it publishes a port, be its number known or not. */
  readonly publishesPorts: boolean;
  readonly eachPort: (visit: (port: Port) => void) => void;
  readonly eachLabel: (visit: (label: Label) => void) => void;
  readonly eachNetwork: (visit: (network: NetworkInputs) => void) => void;
}

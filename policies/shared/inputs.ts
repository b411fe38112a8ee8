/** A label as the Docker provider spells it. */
export interface Label {
  readonly label?: string;
  readonly value?: string;
}

/** Inputs that containers, services, networks and volumes have in common. */
export interface LabelledInputs {
  readonly name?: string;
  readonly labels?: readonly Label[];
}

/** The inputs of a volume that policies read. */
export interface VolumeInputs extends LabelledInputs {
  readonly driverOpts?: Readonly<Record<string, string>>;
}

/** The inputs of a container that policies read. Each can be missing or, in a preview, unknown. */
export interface ContainerInputs extends LabelledInputs {
  readonly image?: string;
  readonly user?: string;
  readonly privileged?: boolean;
  readonly command?: readonly string[];
  readonly entrypoints?: readonly string[];
  readonly envs?: readonly string[];
  readonly mounts?: readonly MountInputs[];
  readonly volumes?: readonly VolumeMountInputs[];
  readonly tmpfs?: Readonly<Record<string, string>>;
  readonly readOnly?: boolean;
  readonly uploads?: readonly UploadInputs[];
  readonly ports?: readonly PortInputs[];
  readonly publishAllPorts?: boolean;
  readonly capabilities?: CapabilityInputs;
  readonly securityOpts?: readonly string[];
  readonly healthcheck?: HealthCheckInputs;
  readonly wait?: boolean;
  /** In seconds. */
  readonly waitTimeout?: number;
  /** In MiB. */
  readonly memory?: number;
  /** In MiB; -1 is without limit. */
  readonly memorySwap?: number;
  readonly cpus?: string;
  readonly cpuShares?: number;
  readonly cpuQuota?: number;
  readonly logDriver?: string;
  readonly logOpts?: Readonly<Record<string, string>>;
  readonly networksAdvanced?: readonly NetworkInputs[];
  readonly networkMode?: string;
  readonly pidMode?: string;
  readonly ipcMode?: string;
  readonly usernsMode?: string;
  readonly cgroupnsMode?: string;
  readonly devices?: readonly unknown[];
  readonly deviceRequests?: readonly unknown[];
  readonly deviceCgroupRules?: readonly string[];
  readonly gpus?: string;
  readonly sysctls?: Readonly<Record<string, string>>;
  readonly stopSignal?: string;
  /** In seconds. */
  readonly stopTimeout?: number;
  /** In seconds. */
  readonly destroyGraceSeconds?: number;
  readonly restart?: string;
  readonly maxRetryCount?: number;
  readonly start?: boolean;
  readonly mustRun?: boolean;
  readonly attach?: boolean;
  readonly rm?: boolean;
}

/** An entry of a workload's `mounts`. */
export interface MountInputs {
  readonly type?: string;
  readonly source?: string;
  readonly target?: string;
  readonly readOnly?: boolean;
  readonly bindOptions?: { readonly propagation?: string };
  readonly volumeOptions?: { readonly driverOptions?: Readonly<Record<string, string>> };
}

/** An entry of a container's `volumes`, the older form. */
export interface VolumeMountInputs {
  readonly volumeName?: string;
  readonly hostPath?: string;
  readonly containerPath?: string;
  readonly fromContainer?: string;
  readonly readOnly?: boolean;
}

/** A file that is written into a container before it starts. */
export interface UploadInputs {
  readonly file?: string;
  readonly content?: string;
  readonly contentBase64?: string;
  readonly source?: string;
}

/** An entry of a container's `ports`. */
export interface PortInputs {
  readonly internal?: number;
  readonly external?: number;
  readonly ip?: string;
}

/** Capabilities of a container. */
export interface CapabilityInputs {
  readonly drops?: readonly string[];
  readonly adds?: readonly string[];
}

/** A health check; durations are spelt as "30s" or "1m30s". */
export interface HealthCheckInputs {
  readonly tests?: readonly string[];
  readonly interval?: string;
  readonly timeout?: string;
  readonly startPeriod?: string;
  readonly retries?: number;
}

/** A network that a container joins. */
export interface NetworkInputs {
  readonly name?: string;
  readonly id?: string;
  readonly aliases?: readonly string[];
}

/** The inputs of a service that policies read. Each can be missing or, in a preview, unknown. */
export interface ServiceInputs extends LabelledInputs {
  readonly taskSpec?: {
    readonly containerSpec?: ContainerSpecInputs;
    readonly logDriver?: {
      readonly name?: string;
      readonly options?: Readonly<Record<string, string>>;
    };
    readonly networksAdvanceds?: readonly NetworkInputs[];
    readonly placement?: { readonly constraints?: readonly string[] };
    readonly resources?: {
      readonly limits?: { readonly memoryBytes?: number; readonly nanoCpus?: number };
    };
    readonly restartPolicy?: { readonly condition?: string; readonly maxAttempts?: number };
  };
  readonly mode?: {
    readonly global?: boolean;
    readonly replicated?: { readonly replicas?: number };
  };
  readonly endpointSpec?: { readonly ports?: readonly EndpointPortInputs[] };
  readonly updateConfig?: UpdateInputs;
  readonly rollbackConfig?: UpdateInputs;
  readonly convergeConfig?: { readonly delay?: string; readonly timeout?: string };
}

/** The containers of a service. */
export interface ContainerSpecInputs {
  readonly image?: string;
  readonly user?: string;
  /** What the provider calls an entry point elsewhere. */
  readonly commands?: readonly string[];
  readonly args?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  readonly labels?: readonly Label[];
  readonly mounts?: readonly MountInputs[];
  readonly readOnly?: boolean;
  readonly capAdds?: readonly string[];
  readonly capDrops?: readonly string[];
  readonly healthcheck?: HealthCheckInputs;
  readonly secrets?: readonly { readonly fileName?: string }[];
  readonly privileges?: { readonly seLinuxContext?: { readonly disable?: boolean } };
  readonly sysctl?: Readonly<Record<string, string>>;
  readonly stopGracePeriod?: string;
  readonly stopSignal?: string;
}

/** A published port of a service; a service cannot choose an address. */
export interface EndpointPortInputs {
  readonly targetPort?: number;
  readonly publishedPort?: number;
  readonly publishMode?: string;
}

/** How a service is updated, or taken back. */
export interface UpdateInputs {
  readonly failureAction?: string;
  readonly maxFailureRatio?: string;
  readonly monitor?: string;
  readonly order?: string;
  readonly parallelism?: number;
}

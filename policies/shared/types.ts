/** Type tokens of the resources that policies judge: texts, since importing a provider costs a second and 60 MB. */
export const types = {
  container: "docker:index/container:Container",
  network: "docker:index/network:Network",
  volume: "docker:index/volume:Volume",
} as const;

/** A label as the Docker provider spells it. */
export interface Label {
  readonly label?: string;
  readonly value?: string;
}

/** Inputs that containers, networks and volumes have in common. */
export interface LabelledInputs {
  readonly name?: string;
  readonly labels?: readonly Label[];
}

/** The inputs of a container that policies read. Each can be missing or, in a preview, unknown. */
export interface ContainerInputs extends LabelledInputs {
  readonly image?: string;
  readonly privileged?: boolean;
  readonly envs?: readonly string[];
  readonly mounts?: readonly MountInputs[];
  readonly volumes?: readonly VolumeMountInputs[];
  readonly ports?: readonly unknown[];
  readonly publishAllPorts?: boolean;
  readonly capabilities?: {
    readonly drops?: readonly string[];
    readonly adds?: readonly string[];
  };
  readonly securityOpts?: readonly string[];
  readonly healthcheck?: { readonly tests?: readonly string[] };
  /** In MiB. */
  readonly memory?: number;
  /** In MiB; -1 is without limit. */
  readonly memorySwap?: number;
  readonly logDriver?: string;
  readonly logOpts?: Readonly<Record<string, string>>;
  readonly restart?: string;
  readonly mustRun?: boolean;
  readonly attach?: boolean;
  readonly rm?: boolean;
}

/** An entry of a container's `mounts`. */
export interface MountInputs {
  readonly type?: string;
  readonly source?: string;
  readonly target?: string;
  readonly readOnly?: boolean;
}

/** An entry of a container's `volumes`, the older form. */
export interface VolumeMountInputs {
  readonly volumeName?: string;
  readonly hostPath?: string;
  readonly containerPath?: string;
  readonly readOnly?: boolean;
}

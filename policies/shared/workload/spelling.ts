/** What of a workload has a spelling of its own in the inputs. */
export type Spelt =
  | "image"
  | "user"
  | "entrypoint"
  | "command"
  | "environment"
  | "mounts"
  | "tmpfs"
  | "ports"
  | "labels"
  | "healthCheck"
  | "memory"
  | "cpus"
  | "capabilityDrops"
  | "capabilityAdds"
  | "readOnlyRoot"
  | "stopGrace"
  | "restart"
  | "logDriver"
  | "logOptions"
  | "networks";

/** How a kind of resource spells what the others spell differently; made for the middle of a message. */
export type Spelling = Readonly<Record<Spelt, string>>;

/** Names of a container's inputs. */
export const containerSpelling: Spelling = {
  image: '"image"',
  user: '"user"',
  entrypoint: '"entrypoints"',
  command: '"command"',
  environment: '"envs"',
  mounts: '"mounts"',
  tmpfs: '"tmpfs"',
  ports: '"ports"',
  labels: '"labels"',
  healthCheck: '"healthcheck"',
  memory: '"memory" in MiB',
  cpus: '"cpus"',
  capabilityDrops: '"capabilities.drops"',
  capabilityAdds: '"capabilities.adds"',
  readOnlyRoot: '"readOnly"',
  stopGrace: '"stopTimeout" in seconds',
  restart: '"restart"',
  logDriver: '"logDriver"',
  logOptions: '"logOpts"',
  networks: '"networksAdvanced"',
};

/** Names of a service's inputs. */
export const serviceSpelling: Spelling = {
  image: '"taskSpec.containerSpec.image"',
  user: '"taskSpec.containerSpec.user"',
  entrypoint: '"taskSpec.containerSpec.commands"',
  command: '"taskSpec.containerSpec.args"',
  environment: '"taskSpec.containerSpec.env"',
  mounts: '"taskSpec.containerSpec.mounts"',
  tmpfs: '"taskSpec.containerSpec.mounts" with the type "tmpfs"',
  ports: '"endpointSpec.ports"',
  labels: '"labels"',
  healthCheck: '"taskSpec.containerSpec.healthcheck"',
  memory: '"taskSpec.resources.limits.memoryBytes"',
  cpus: '"taskSpec.resources.limits.nanoCpus"',
  capabilityDrops: '"taskSpec.containerSpec.capDrops"',
  capabilityAdds: '"taskSpec.containerSpec.capAdds"',
  readOnlyRoot: '"taskSpec.containerSpec.readOnly"',
  stopGrace: '"taskSpec.containerSpec.stopGracePeriod"',
  restart: '"taskSpec.restartPolicy.condition"',
  logDriver: '"taskSpec.logDriver.name"',
  logOptions: '"taskSpec.logDriver.options"',
  networks: '"taskSpec.networksAdvanceds"',
};

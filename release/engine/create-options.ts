import type Dockerode from "dockerode";

import type { OneOffContainer } from "../../spec/container";

const mebibyte = 1024 * 1024;

/** What the engine is told to make a container that is not there to stay; attached to its first network only. */
export function createOptions(spec: OneOffContainer): Dockerode.ContainerCreateOptions {
  const first = spec.networks[0];
  return {
    Image: spec.image,
    Entrypoint: spec.entrypoint && [...spec.entrypoint],
    Cmd: [...spec.command],
    Env: [...spec.environment],
    User: spec.user,
    Labels: { ...spec.labels },
    HostConfig: {
      Mounts: spec.mounts.map(({ type, source, target, readOnly }) => ({
        Type: type,
        Source: source,
        Target: target,
        ReadOnly: readOnly,
      })),
      Tmpfs: { ...spec.tmpfs },
      NetworkMode: first?.network ?? "none",
      Memory: spec.limits.memory * mebibyte,
      MemorySwap: spec.limits.memory * mebibyte,
      ReadonlyRootfs: spec.readOnlyRoot,
      CapDrop: ["ALL"],
      CapAdd: [...(spec.capabilities ?? [])],
      SecurityOpt: ["no-new-privileges"],
      Init: true,
      RestartPolicy: { Name: "no" },
      LogConfig: { Type: "json-file", Config: { "max-size": "10m", "max-file": "1" } },
    },
    NetworkingConfig: first && {
      EndpointsConfig: { [first.network]: { Aliases: [...first.aliases] } },
    },
  };
}

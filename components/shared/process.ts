import type * as docker from "@pulumi/docker";
import type * as pulumi from "@pulumi/pulumi";

import type { ProcessSpec } from "../../spec/deployment";
import { createContainer } from "./container";

/** Containers of one process of a release, created stopped. */
export interface ProcessContainers {
  readonly process: ProcessSpec;
  readonly containers: readonly docker.Container[];
}

/** Declares the containers of a process; the release transaction starts them. */
export function createProcess(
  process: ProcessSpec,
  options: {
    readonly parent: pulumi.Resource;
    readonly dependsOn: pulumi.Input<pulumi.Resource>[];
    readonly filesDigest: pulumi.Input<string>;
  },
): ProcessContainers {
  const containers = process.containers.map((container) =>
    createContainer(container, { ...options, lifecycle: { kind: "released" } }),
  );
  return { process, containers };
}

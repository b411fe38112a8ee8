import type * as docker from "@pulumi/docker";
import type * as pulumi from "@pulumi/pulumi";

import type { CacheSpec } from "../../spec/deployment";
import { PalierComponent } from "../shared/component";
import { createContainer } from "../shared/container";
import type { Context } from "../shared/context";
import { createFilesVolumes } from "../shared/files-volume";
import { createVolume } from "../shared/volume";

/** Long enough to load an append-only file of some gigabytes. */
const waitSeconds = 120;

/** A Redis server of one application. */
export interface CacheArgs {
  readonly cache: CacheSpec;
}

/** Declares a Redis server that keeps its data on disk, because queued jobs must survive a restart. */
export class Cache extends PalierComponent {
  /** Ready once the server answers. */
  readonly ready: docker.Container;

  constructor(
    name: string,
    args: CacheArgs,
    context: Context,
    options?: pulumi.ComponentResourceOptions,
  ) {
    super("cache", name, { ...args }, options);
    const { volume, files, container } = args.cache;
    const data = createVolume(volume, this, context.guard);
    const configuration = createFilesVolumes(files, context, this);
    this.ready = createContainer(container, {
      parent: this,
      dependsOn: [...context.after, data, ...configuration.ready],
      lifecycle: { kind: "service", waitSeconds },
      filesDigest: configuration.digest,
      hooks: context.guard.server(container.resource, volume),
    });
    this.registerOutputs({});
  }
}

import type * as docker from "@pulumi/docker";
import type * as pulumi from "@pulumi/pulumi";

import type { VolumeSpec } from "../../spec/deployment";
import { PalierComponent } from "../shared/component";
import type { Guard } from "../shared/guard";
import { createVolume } from "../shared/volume";

/** The folders of the applications that outlive their containers. */
export interface StorageArgs {
  readonly volumes: readonly VolumeSpec[];
}

/** Declares the volumes that an application's processes share with each other and with the proxy. */
export class Storage extends PalierComponent {
  readonly ready: readonly docker.Volume[];

  constructor(
    name: string,
    args: StorageArgs,
    guard: Guard,
    options?: pulumi.ComponentResourceOptions,
  ) {
    super("storage", name, { ...args }, options);
    this.ready = args.volumes.map((volume) => createVolume(volume, this, guard));
    this.registerOutputs({});
  }
}

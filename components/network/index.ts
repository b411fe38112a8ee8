import * as docker from "@pulumi/docker";
import type * as pulumi from "@pulumi/pulumi";

import type { NetworkSpec } from "../../spec/deployment";
import { PalierComponent } from "../shared/component";
import { toLabels } from "../shared/volume";

/** The networks of a stack. */
export interface NetworkArgs {
  /** Shared by the proxy and the web processes; has a way out. */
  readonly edge: NetworkSpec;
  /** One per application, without a way out: databases, caches and processes talk here. */
  readonly backends: readonly NetworkSpec[];
}

/** Declares the edge network and one internal network per application. */
export class Network extends PalierComponent {
  constructor(name: string, args: NetworkArgs, options?: pulumi.ComponentResourceOptions) {
    super("network", name, { ...args }, options);
    for (const network of [args.edge, ...args.backends]) this.createNetwork(network);
    this.registerOutputs({});
  }

  private createNetwork(spec: NetworkSpec): docker.Network {
    return new docker.Network(
      spec.resource,
      { name: spec.name, driver: "bridge", internal: spec.internal, labels: toLabels(spec.labels) },
      // The name is fixed, because containers refer to it with a value that is known in a preview.
      { parent: this, deleteBeforeReplace: true },
    );
  }
}

import type * as pulumi from "@pulumi/pulumi";

import type { ProcessSpec } from "../../spec/deployment";
import { PalierComponent } from "../shared/component";
import type { Context } from "../shared/context";
import { createProcess, type ProcessContainers } from "../shared/process";

/** The workers and schedulers of one application. */
export interface WorkerArgs {
  /** All processes of the application; those of kind "worker" and "scheduler" are declared. */
  readonly processes: readonly ProcessSpec[];
}

/** Declares the containers that work in the background, with the same environment as the web processes. */
export class Worker extends PalierComponent {
  readonly processes: readonly ProcessContainers[];

  /** @param filesDigest Of the secrets that the processes read at start. */
  constructor(
    name: string,
    args: WorkerArgs,
    context: Context,
    filesDigest: pulumi.Input<string>,
    options?: pulumi.ComponentResourceOptions,
  ) {
    super("worker", name, { processes: args.processes.map(({ name }) => name) }, options);
    this.processes = args.processes
      .filter(({ kind }) => kind !== "web")
      .map((process) =>
        createProcess(process, { parent: this, dependsOn: [...context.after], filesDigest }),
      );
    this.registerOutputs({});
  }
}

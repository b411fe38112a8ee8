import type * as pulumi from "@pulumi/pulumi";

import type { ProcessSpec } from "../../spec/deployment";
import { PalierComponent } from "../shared/component";
import type { Context } from "../shared/context";
import { createProcess, type ProcessContainers } from "../shared/process";

/** The web processes of one application. */
export interface AppArgs {
  /** All processes of the application; those of kind "web" are declared, with containers that share the load. */
  readonly processes: readonly ProcessSpec[];
}

/** Declares the web containers of a release beside those that serve now. */
export class App extends PalierComponent {
  readonly processes: readonly ProcessContainers[];

  /** @param filesDigest Of the secrets that the processes read at start. */
  constructor(
    name: string,
    args: AppArgs,
    context: Context,
    filesDigest: pulumi.Input<string>,
    options?: pulumi.ComponentResourceOptions,
  ) {
    super("app", name, { processes: args.processes.map(({ name }) => name) }, options);
    this.processes = args.processes
      .filter(({ kind }) => kind === "web")
      .map((process) =>
        createProcess(process, { parent: this, dependsOn: [...context.after], filesDigest }),
      );
    this.registerOutputs({});
  }
}

import * as pulumi from "@pulumi/pulumi";

/**
 * Base of every component: gives the type token `palier:<module>:<Class>` and makes the plain
 * arguments visible in previews, in the state and to stack policies.
 */
export abstract class PalierComponent extends pulumi.ComponentResource {
  /**
   * @param module Folder of the component, for example "database".
   * @param args Plain data of the component; secret outputs are passed to the constructor beside it.
   */
  protected constructor(
    module: string,
    name: string,
    args: pulumi.Inputs,
    options: pulumi.ComponentResourceOptions | undefined,
  ) {
    super(`palier:${module}:${new.target.name}`, name, args, options);
  }
}

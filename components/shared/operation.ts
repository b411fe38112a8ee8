import { local } from "@pulumi/command";
import * as pulumi from "@pulumi/pulumi";

import type { OperationInputs } from "../../spec/operations";

/** What an operation needs beside its input. */
export interface OperationOptions {
  readonly parent: pulumi.Resource;
  readonly dependsOn: pulumi.Input<pulumi.Resource>[];
  /** Values whose change runs the operation again although its input is the same. */
  readonly triggers?: pulumi.Input<string>[];
  /**
   * What the input writes: known in a preview also where a secret among the files makes the input unknown,
   * so that policies see whether there is anything in it for them.
   */
  readonly writes?: { readonly component: string; readonly files: readonly string[] };
}

/** Plain data in which any part may still be an output of another resource. */
type DeepInput<T> = pulumi.Input<
  T extends object ? { readonly [Key in keyof T]: DeepInput<T[Key]> } : T
>;

/**
 * Declares a step of the deployment that no resource type covers, as one run of `release/main.ts`.
 * It runs when the resource is created and again whenever the input changes, and prints its progress
 * while it runs. The input goes through standard input, so that it never shows in a process list.
 */
export function createOperation<Name extends keyof OperationInputs>(
  name: string,
  operation: Name,
  input: DeepInput<OperationInputs[Name]>,
  options: OperationOptions,
): local.Command {
  return new local.Command(
    name,
    {
      // Without a folder of its own: the engine starts plugins in the project's, and an absolute path
      // would run every operation again wherever the project is deployed from next.
      create: `node --require ./register.cjs release/main.ts ${operation}`,
      stdin: pulumi.jsonStringify(input),
      // The result is for outputs and dependents; what people read goes to standard error.
      logging: local.Logging.Stderr,
      addPreviousOutputInEnv: false,
      environment: options.writes && {
        PALIER_COMPONENT: options.writes.component,
        PALIER_FILES: options.writes.files.join("\n"),
      },
      triggers: options.triggers,
    },
    { parent: options.parent, dependsOn: options.dependsOn },
  );
}

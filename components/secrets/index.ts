import type * as pulumi from "@pulumi/pulumi";
import * as random from "@pulumi/random";

import type { EngineSpec } from "../../spec/deployment";
import type { FilesVolumeSpec, SecretSpec } from "../../spec/files";
import { PalierComponent } from "../shared/component";
import type { Guard } from "../shared/guard";
import { createFilesVolume, type SecretValues } from "../shared/files-volume";

/** The secrets of one application. */
export interface SecretsArgs {
  readonly engine: EngineSpec;
  /** See `PreviousState.repairs`. */
  readonly repair: string;
  readonly secrets: readonly SecretSpec[];
  /** Files through which processes read them. */
  readonly files: FilesVolumeSpec;
}

/**
 * Makes the generated secrets of an application once and keeps them, and joins them with those that
 * the operator set. A secret without which data would be unusable is protected.
 */
export class Secrets extends PalierComponent {
  /** By name; every value is marked as secret. */
  readonly values: SecretValues;
  /** Changes when any secret file changes. */
  readonly digest: pulumi.Output<string>;
  /** Ready once the files are in place. */
  readonly ready: pulumi.Resource;

  /** @param configured Values of the secret configuration keys, by key. */
  constructor(
    name: string,
    args: SecretsArgs,
    configured: Readonly<Record<string, pulumi.Output<string>>>,
    private readonly guard: Guard,
    options?: pulumi.ComponentResourceOptions,
  ) {
    // Spelled out, because what is given may hold more than it has to: a whole application, in every state and preview.
    const { engine, secrets } = args;
    super("secrets", name, { engine, secrets, files: args.files }, options);
    const values: Record<string, pulumi.Output<string>> = {};
    for (const secret of args.secrets) {
      const value = secret.source === "generated" ? this.generate(secret) : configured[secret.key];
      if (value !== undefined) values[secret.name] = value;
    }
    this.values = values;
    const files = createFilesVolume(args.files, { ...args, secrets: values }, this);
    this.digest = files.digest;
    this.ready = files.ready;
    this.registerOutputs({});
  }

  private generate(secret: Extract<SecretSpec, { source: "generated" }>): pulumi.Output<string> {
    const { resource, length, special, keep } = secret;
    return new random.RandomPassword(
      resource,
      { length, special, minLower: 1, minUpper: 1, minNumeric: 1 },
      { parent: this, protect: keep, hooks: this.guard.secret(resource, keep) },
    ).result;
  }
}

import * as pulumi from "@pulumi/pulumi";

import { ConfigurationError } from "./config/errors";
import { loadFromPulumi } from "./config/load";
import { loadImageLock } from "./config/load-images";
import { readPreviousState } from "./config/previous-state";
import { resolve } from "./config/resolve";
import { OperationFailure } from "./release/failure";
import { preflight } from "./release/preflight";
import type { DeploymentSpec } from "./spec/deployment";
import { EngineUnavailable } from "./toolchain/engine";

/** Errors whose message is meant for the operator. */
export const expectedErrors = [ConfigurationError, OperationFailure, EngineUnavailable];

/** What is to be deployed, and what was found on the way. */
export interface Prepared {
  readonly spec: DeploymentSpec;
  /** Values of the secret configuration keys, by key. */
  readonly secrets: Readonly<Record<string, pulumi.Output<string>>>;
  /** See `ReleaseInput.repair`. */
  readonly repairs: Readonly<Record<string, string>>;
}

/**
 * Reads and resolves the configuration and looks at the engine, before anything is declared. A
 * preview does without the engine when it does not answer.
 * @param root Folder of `Pulumi.yaml`.
 */
export async function prepare(root: string): Promise<Prepared> {
  const { config, secrets } = loadFromPulumi(root);
  const stack = pulumi.getStack();
  const spec = resolve({ project: "palier", stack, config, images: loadImageLock(root) });
  const { unreachable, repairs, warnings } = await preflight(
    spec,
    await readPreviousState(),
    pulumi.runtime.isDryRun(),
  );
  if (unreachable !== undefined) {
    await pulumi.log.info(`Previewed without looking at the engine: ${unreachable}`);
  }
  for (const warning of warnings) await pulumi.log.warn(warning);
  return { spec, secrets, repairs };
}

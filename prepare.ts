import * as pulumi from "@pulumi/pulumi";

import { ConfigurationError } from "./config/errors";
import { loadFromPulumi } from "./config/load";
import { loadBeside } from "./config/load-beside";
import { idleOverrides, lowerTier } from "./config/notes";
import { readPreviousState } from "./config/previous-state";
import { resolve } from "./config/resolve";
import { tiers } from "./config/tiers";
import type { GuardSurroundings } from "./components";
import { OperationFailure } from "./release/failure";
import { checkGuard, noteOverride } from "./release/guard";
import { preflight } from "./release/preflight";
import { refuseDebugLog } from "./release/preflight/debug-log";
import {
  passWithoutPolicies,
  policiesInForce,
  previewWithoutPolicies,
} from "./release/preflight/policies";
import type { DeploymentSpec } from "./spec/deployment";
import { type OverrideSpec, utcDay } from "./spec/guard";
import type { PreviousState } from "./spec/previous-state";
import { nameOf } from "./spec/urn";
import { EngineUnavailable } from "./toolchain/engine";

/** Errors whose message is meant for the operator. */
export const expectedErrors = [ConfigurationError, OperationFailure, EngineUnavailable];

/**
 * Keeps the SDK from telling the engine every call that it makes. It tells them with the values of secrets in
 * clear, and `pulumi preview --json` passes that on where it prints events, as `make guard` has it do.
 */
function silenceSdk(): void {
  Object.assign(pulumi.log, { debug: () => Promise.resolve() });
}

/** What is to be deployed, and what was found on the way. */
export interface Prepared {
  readonly spec: DeploymentSpec;
  /** Values of the secret configuration keys, by key. */
  readonly secrets: Readonly<Record<string, pulumi.Output<string>>>;
  /** See `ReleaseInput.repair`. */
  readonly repairs: Readonly<Record<string, string>>;
  readonly guard: GuardSurroundings;
}

/**
 * Reads and resolves the configuration and looks at the engine, before anything is declared. A
 * preview does without the engine when it does not answer.
 * @param root Folder of `Pulumi.yaml`.
 */
export async function prepare(root: string): Promise<Prepared> {
  silenceSdk();
  const { config, secrets } = loadFromPulumi(root);
  const stack = pulumi.getStack();
  const spec = resolve({ project: "palier", stack, config, ...loadBeside(root) });
  if (!tiers[spec.tier].debugLog) refuseDebugLog(spec, process.env.PULUMI_DEBUG_GRPC);
  const preview = pulumi.runtime.isDryRun();
  const today = utcDay(new Date());
  const judged = policiesInForce(process.env.PULUMI_OPTION_POLICY_PACK);
  if (!judged && tiers[spec.tier].policiesRequired) {
    const pass = preview ? previewWithoutPolicies : passWithoutPolicies;
    await pulumi.log.warn(pass(spec, today));
  }
  const previous = await readPreviousState();
  checkGuard(spec, previous, today);
  for (const line of notes(spec, previous)) await pulumi.log.warn(line);
  const { unreachable, repairs, warnings } = await preflight(spec, previous, preview);
  if (unreachable !== undefined) {
    await pulumi.log.info(`Previewed without looking at the engine: ${unreachable}`);
  }
  for (const warning of warnings) await pulumi.log.warn(warning);
  if (!preview && previous.names.has(spec.journal.name)) await noteUpdate(spec, judged);
  const note = (override: OverrideSpec): Promise<void> => noteOverride(spec, override);
  return { spec, secrets, repairs, guard: { existing: previous.urns, note } };
}

/** What the operator may not have meant, in the words of the stack's file. */
function notes(spec: DeploymentSpec, { urns, tier }: PreviousState): string[] {
  const existing = new Set([...urns].map(nameOf));
  const lower = lowerTier(spec, tier);
  return [...idleOverrides(spec, existing), ...(lower === undefined ? [] : [lower])].map(
    (line) => `Pulumi.${spec.stack}.yaml: ${line}`,
  );
}

/** Those of an update as a whole are judged on its preview, so that only the update itself can tell that it went on. */
async function noteUpdate(spec: DeploymentSpec, judged: boolean): Promise<void> {
  for (const override of spec.guard.overrides) {
    const unused = override.allow === "without-policies" && judged;
    if (override.resource === undefined && !unused) await noteOverride(spec, override);
  }
}

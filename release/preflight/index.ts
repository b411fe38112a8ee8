import type Dockerode from "dockerode";

import type { DeploymentSpec } from "../../spec/deployment";
import type { PreviousState } from "../../spec/previous-state";
import { openStackEngine } from "../engine/client";
import { OperationFailure, reasonOf } from "../failure";
import { findImages } from "./images";
import { findLocks } from "./locks";
import { foreignNames } from "./names";
import { heldPorts } from "./ports";
import { missingServices } from "./services";
import { findRepairs } from "./repairs";
import { missingVolumes } from "./volumes";

/** What a check looks at. */
export interface PreflightContext {
  readonly docker: Dockerode;
  readonly spec: DeploymentSpec;
  readonly previous: PreviousState;
}

/** What the engine was found to need. */
export interface PreflightResult {
  /** Why the engine could not be asked; only in a preview, which works without it. */
  readonly unreachable: string | undefined;
  /** See `ReleaseInput.repair`. */
  readonly repairs: Readonly<Record<string, string>>;
  /** What the operator should know, although the update can go on: one line each. */
  readonly warnings: readonly string[];
}

/** A check answers with one line for every problem that it finds. */
type Check = (context: PreflightContext) => Promise<string[]>;

const checks: readonly Check[] = [missingVolumes, foreignNames, heldPorts];

/**
 * Looks at the engine before anything is declared, so that what would go wrong in the middle of an
 * update is said before it begins.
 * @throws OperationFailure with all problems, one line each.
 */
export async function preflight(
  spec: DeploymentSpec,
  previous: PreviousState,
  preview: boolean,
): Promise<PreflightResult> {
  let docker: Dockerode;
  try {
    docker = await openStackEngine(spec.engine);
  } catch (error) {
    if (!preview) throw error;
    return { unreachable: reasonOf(error), repairs: previous.repairs, warnings: [] };
  }
  const context = { docker, spec, previous };
  const [found, images, locks] = await Promise.all([
    Promise.all(checks.map((check) => check(context))),
    findImages(context),
    findLocks(context),
  ]);
  // A preview changes nothing, so it may go on where an update has to wait.
  const passing = [...images.unknown, ...locks.held];
  const problems = [...found.flat(), ...images.missing, ...(preview ? [] : passing)];
  if (problems.length > 0) throw new OperationFailure(problems.join("\n"));
  return {
    unreachable: undefined,
    repairs: await findRepairs(context),
    warnings: [...passing, ...(await missingServices(context))],
  };
}

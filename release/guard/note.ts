import type { DeploymentSpec } from "../../spec/deployment";
import type { OverrideSpec } from "../../spec/guard";
import { currentActor } from "../actor";
import { lookInto } from "../commands/context";
import { openStackEngine } from "../engine/client";
import { OperationFailure } from "../failure";
import { newId } from "../journal";
import { writeOverrideUse } from "../journal/overrides";

/**
 * Notes in the stack's journal that an override lets something pass, and who does it.
 * @throws OperationFailure when there is no journal, or EngineUnavailable: what cannot be noted must not happen.
 */
export async function noteOverride(spec: DeploymentSpec, override: OverrideSpec): Promise<void> {
  const now = new Date();
  const docker = await openStackEngine(spec.engine);
  const { allow, resource, reason, until } = override;
  const actor = await currentActor();
  const use = { id: newId(now), at: now.toISOString(), actor, allow, resource, reason, until };
  const noted = await lookInto({ docker, spec }, spec.journal.name, async (access) => {
    await writeOverrideUse(access, use);
    return true;
  });
  if (noted === undefined) {
    throw new OperationFailure(
      `The journal ${spec.journal.name} is not there, so the override of ${allow} cannot be noted and does not count.`,
    );
  }
}

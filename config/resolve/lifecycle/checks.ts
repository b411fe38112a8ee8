import type { MaintenanceSpec, SmokeTestSpec, WatchSpec } from "../../../spec/lifecycle";
import type { ApplicationContext } from "../context";

/** What users are told while they wait. */
export function resolveMaintenance({ choices, defaults }: ApplicationContext): MaintenanceSpec {
  return {
    minutes: choices.release?.maintenanceMinutes ?? defaults.release.maintenanceMinutes,
    timeZone: choices.release?.timeZone ?? defaults.release.timeZone,
    language: choices.language ?? defaults.language,
  };
}

/** The blueprint's smoke tests and the stack's. */
export function resolveSmokeTests({ blueprint, choices }: ApplicationContext): SmokeTestSpec[] {
  const own = blueprint.lifecycle.smokeTests.map((test): SmokeTestSpec => ({
    status: 200,
    contains: [],
    absent: [],
    headers: {},
    ...test,
  }));
  return [...own, ...(choices.release?.smokeTests ?? [])];
}

/** How long a new release is watched. */
export function resolveWatch({ choices, defaults }: ApplicationContext): WatchSpec {
  const chosen = choices.release?.watch;
  const { watch } = defaults.release;
  return {
    seconds: chosen?.seconds ?? watch.seconds,
    errorRate: chosen?.errorPercent === undefined ? watch.errorRate : chosen.errorPercent / 100,
    minimumRequests: chosen?.minimumRequests ?? watch.minimumRequests,
  };
}

import type { ReleaseInput, ReleaseResult } from "../../spec/operations";
import { openStackEngine } from "../engine/client";
import { report } from "../progress";
import { checkReadiness } from "../steps/check-readiness";
import { replaceWorkers } from "../steps/replace-workers";
import { retireWeb } from "../steps/retire-web";
import { runSteps } from "../steps/run";
import { runTasks } from "../steps/run-tasks";
import { startWeb } from "../steps/start-web";
import { switchProxy } from "../steps/switch-proxy";

const steps = [runTasks, startWeb, checkReadiness, switchProxy, replaceWorkers, retireWeb];

/** Takes an application to the declared release, or leaves the one in service as it was. */
export async function release(input: ReleaseInput, signal: AbortSignal): Promise<string> {
  const docker = await openStackEngine(input.engine);
  await runSteps(steps, { input, docker, signal });
  report(`${input.application} ${input.release.version} is in service`);
  const result: ReleaseResult = { ...input.release, since: new Date().toISOString() };
  return JSON.stringify(result);
}

import { type RunRequest, RunResponse } from "@pulumi/pulumi/proto/language_pb";

import { HostError } from "../errors";
import type { Host } from "../host";
import type { Ending } from "../process/children";
import { awaitingVariables, handOver } from "../process/handed-over";
import { programCommand } from "../program/command";

/** Exit code of @pulumi/pulumi/cmd/run for "failed, and the reason has been shown already". */
const alreadyReported = 32;

/** Runs the program once, for a preview or an update, and says how it ended. */
export async function run(
  request: RunRequest,
  host: Host,
  cancelled: AbortSignal,
): Promise<RunResponse> {
  if (request.getAttachDebugger())
    throw new HostError(
      'attaching a debugger is not supported here: put "--inspect-brk" into the runtime option nodeargs instead',
    );
  const { args, environment, variables, folder } = programCommand(request, host.engineAddress);
  const child = host.children.start(process.execPath, args, {
    cwd: folder,
    env: awaitingVariables(environment),
    stdio: ["pipe", "inherit", "inherit"],
  });
  handOver(child, variables);
  const stop = () => void host.children.stop(child);
  if (cancelled.aborted) stop();
  cancelled.addEventListener("abort", stop);
  return toResponse(await host.children.ended(child));
}

/** What the engine is told about a program's end: nothing, "stop, all is said", or the reason. */
export function toResponse({ code, signal }: Ending): RunResponse {
  const response = new RunResponse();
  if (code === alreadyReported) response.setBail(true);
  else if (signal !== null) response.setError(`the program was ended by ${signal}`);
  else if (code !== 0) response.setError(`Program exited with non-zero exit code: ${String(code)}`);
  return response;
}

import { type RunPluginRequest, RunPluginResponse } from "@pulumi/pulumi/proto/language_pb";

import { engineAddressOf } from "../arguments";
import { HostError } from "../errors";
import type { Host } from "../host";
import { runPolicyPack } from "../policy/run";
import { parseEnvironment } from "../program/environment";
import { runtimeOptions } from "../program/options";
import { preload, sdkScript } from "../program/sdk";
import { type Output, runAttached } from "../process/attached";

/** Runs a plugin that is written for Node: a policy pack (kind `analyzer`) or a provider from source. */
export async function runPlugin(
  request: RunPluginRequest,
  send: (part: RunPluginResponse) => void,
  host: Host,
  cancelled: AbortSignal,
): Promise<void> {
  if (request.getAttachDebugger())
    throw new HostError("attaching a debugger to a plugin is not supported by this language host");
  const output: Output = {
    stdout: (data) => {
      send(part((message) => message.setStdout(data)));
    },
    stderr: (data) => {
      send(part((message) => message.setStderr(data)));
    },
  };
  const code = await runByKind(request, output, host, cancelled);
  send(part((message) => message.setExitcode(code)));
}

async function runByKind(
  request: RunPluginRequest,
  output: Output,
  host: Host,
  cancelled: AbortSignal,
): Promise<number> {
  const folder = request.getInfo()?.getProgramDirectory() ?? request.getPwd();
  const given = parseEnvironment(request.getEnvList());
  const environment = Object.keys(given).length > 0 ? given : process.env;
  const nodeargs = [...preload, ...runtimeOptions(request.getInfo()).nodeargs];
  if (request.getKind() === "analyzer") {
    const engineAddress = engineAddressOf(request.getArgsList()) || host.engineAddress;
    const pack = { folder, nodeargs, environment, engineAddress };
    return runPolicyPack(pack, output, host, cancelled);
  }
  const args = [...nodeargs, sdkScript(folder, "run-plugin"), folder, ...request.getArgsList()];
  return runAttached(args, { cwd: request.getPwd(), env: environment }, output, host, cancelled);
}

function part(fill: (message: RunPluginResponse) => void): RunPluginResponse {
  const message = new RunPluginResponse();
  fill(message);
  return message;
}

import * as grpc from "@grpc/grpc-js";
import { LanguageRuntimeService } from "@pulumi/pulumi/proto/language_grpc_pb";

import { about } from "./calls/about";
import { handshake, cancel, getPluginInfo, runtimeOptionsPrompts } from "./calls/basics";
import { getProgramDependencies } from "./calls/dependencies";
import { installDependencies } from "./calls/install";
import { getRequiredPackages, getRequiredPlugins } from "./calls/packages";
import { run } from "./calls/run";
import { runPlugin } from "./calls/run-plugin";
import { unimplementedCalls } from "./calls/unimplemented";
import { streaming, unary } from "./handlers";
import type { Host } from "./host";
import { messageLimits } from "./limits";

/**
 * Serves every LanguageRuntime call on a free port of the loopback address.
 *
 * @returns the port.
 */
export function serve(host: Host): Promise<number> {
  const server = new grpc.Server(messageLimits);
  server.addService(LanguageRuntimeService, implementation(host));
  return new Promise((resolve, reject) => {
    const credentials = grpc.ServerCredentials.createInsecure();
    server.bindAsync("127.0.0.1:0", credentials, (error, port) => {
      if (error) reject(error);
      else resolve(port);
    });
  });
}

function implementation(host: Host): grpc.UntypedServiceImplementation {
  return {
    ...unimplementedCalls(),
    handshake: unary(handshake, host),
    cancel: unary(cancel, host),
    getPluginInfo: unary(getPluginInfo, host),
    runtimeOptionsPrompts: unary(runtimeOptionsPrompts, host),
    about: unary(about, host),
    getRequiredPlugins: unary(getRequiredPlugins, host),
    getRequiredPackages: unary(getRequiredPackages, host),
    getProgramDependencies: unary(getProgramDependencies, host),
    run: unary(run, host),
    installDependencies: streaming(installDependencies, host),
    runPlugin: streaming(runPlugin, host),
  };
}

import { fstatSync } from "node:fs";
import { Server, ServerCredentials } from "@grpc/grpc-js";
import { ResourceProviderService } from "@pulumi/pulumi/proto/provider_grpc_pb";
import { EngineLog } from "./engine-log";
import { Operations } from "./operations";
import type { PluginOptions } from "./resource";
import type { Runtime } from "./runtime";
import { serviceOf } from "./service";

// The engine's own limit for one message (sdk/go/common/util/rpcutil).
const LARGEST_MESSAGE = 400 * 1024 * 1024;

// The engine kills a plugin 5 s after it asked it to end (SIGINT); leave before that.
const LAST_WORDS_MS = 4500;

/**
 * Runs this process as a plugin: listens on a free port of the loopback address, prints the port as
 * the engine expects, and ends with the engine. Call it once, from the plugin's `main.ts`.
 */
export function servePlugin<Config>(options: PluginOptions<Config>): void {
  const log = new EngineLog();
  // Flags of the engine (-v=9, --tracing …) come first, its address last.
  log.connect(process.argv.slice(2).findLast((argument) => !argument.startsWith("-")) ?? "");
  const runtime: Runtime<Config> = {
    options,
    operations: new Operations(),
    log,
    configured: undefined,
  };
  const server = new Server({
    "grpc.max_receive_message_length": LARGEST_MESSAGE,
    "grpc.max_send_message_length": LARGEST_MESSAGE,
  });
  server.addService(ResourceProviderService, serviceOf(runtime));
  server.bindAsync("127.0.0.1:0", ServerCredentials.createInsecure(), (error, port) => {
    if (error) throw error;
    process.stdout.write(`${port}\n`);
  });
  endWithTheEngine(runtime.operations);
}

/**
 * The engine starts plugins in a process group of their own, so Ctrl-C in the terminal does not reach
 * them: it sends Cancel instead and waits. SIGINT is its way to end the plugin after the last
 * operation. When the CLI itself is killed, the pipe that it holds as our standard input closes.
 */
function endWithTheEngine(operations: Operations): void {
  let ending = false;
  const end = (): void => {
    if (ending) return;
    ending = true;
    operations.stop("shutdown");
    setTimeout(() => process.exit(1), LAST_WORDS_MS).unref();
    void operations.idle().then(() => process.exit(0));
  };
  process.on("SIGINT", end);
  process.on("SIGTERM", end);
  // Nobody reads any more: not a reason to fail in the middle of an operation.
  process.stdout.on("error", () => undefined);
  process.stderr.on("error", () => undefined);
  const stdin = fstatSync(0);
  if (!stdin.isFIFO() && !stdin.isSocket()) return;
  process.stdin.on("end", end);
  process.stdin.on("error", end);
  process.stdin.resume();
}

import * as grpc from "@grpc/grpc-js";
import { Empty } from "google-protobuf/google/protobuf/empty_pb";
import { EngineService } from "@pulumi/pulumi/proto/engine_grpc_pb";
import { type LogRequest, LogSeverity } from "@pulumi/pulumi/proto/engine_pb";

/** One message that a plugin sent to the terminal. */
export interface LogLine {
  readonly severity: string;
  readonly message: string;
  readonly urn: string;
  readonly ephemeral: boolean;
}

/** The engine's side of the connection: keeps what plugins log. */
export class FakeEngine {
  readonly lines: LogLine[] = [];

  private constructor(
    private readonly server: grpc.Server,
    public address = "",
  ) {}

  /** Listens on a free port of the loopback address. */
  static async start(): Promise<FakeEngine> {
    const server = new grpc.Server();
    const engine = new FakeEngine(server);
    const names = Object.entries(LogSeverity);
    const log = (request: LogRequest): void => {
      const severity = names.find(([, value]) => value === request.getSeverity())?.[0] ?? "?";
      engine.lines.push({
        severity: severity.toLowerCase(),
        message: request.getMessage(),
        urn: request.getUrn(),
        ephemeral: request.getEphemeral(),
      });
    };
    server.addService(EngineService, {
      log: (call: grpc.ServerUnaryCall<LogRequest, Empty>, callback: grpc.sendUnaryData<Empty>) => {
        log(call.request);
        callback(null, new Empty());
      },
    });
    await new Promise<void>((resolve, reject) => {
      server.bindAsync("127.0.0.1:0", grpc.ServerCredentials.createInsecure(), (error, port) => {
        engine.address = `127.0.0.1:${port}`;
        if (error) reject(error);
        else resolve();
      });
    });
    return engine;
  }

  stop(): void {
    this.server.forceShutdown();
  }
}

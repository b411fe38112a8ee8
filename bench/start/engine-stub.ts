import * as grpc from "@grpc/grpc-js";
import { EngineService } from "@pulumi/pulumi/proto/engine_grpc_pb";
import {
  GetRootResourceResponse,
  type LogRequest,
  LogSeverity,
} from "@pulumi/pulumi/proto/engine_pb";
import { InvokeResponse } from "@pulumi/pulumi/proto/provider_pb";
import { ResourceMonitorService } from "@pulumi/pulumi/proto/resource_grpc_pb";
import {
  type RegisterResourceRequest,
  RegisterResourceResponse,
  SupportsFeatureResponse,
} from "@pulumi/pulumi/proto/resource_pb";
import { Empty } from "google-protobuf/google/protobuf/empty_pb";
import { Struct } from "google-protobuf/google/protobuf/struct_pb";

/** An engine that answers at once and does nothing, so that the program's own time is all that is measured. */
export interface EngineStub {
  readonly address: string;
  /** What was registered since the last call, the stack itself left out. */
  takeRegistered(): readonly RegisterResourceRequest[];
  close(): void;
}

/** What the SDK asks an engine for that previews a stack. */
const features = [
  "secrets",
  "resourceReferences",
  "outputValues",
  "aliasSpecs",
  "deletedWith",
  "resourceHooks",
];

/** Serves the two services that a program talks to, on one free port of the loopback address. */
export async function startEngineStub(): Promise<EngineStub> {
  let registered: RegisterResourceRequest[] = [];
  const server = new grpc.Server();
  server.addService(ResourceMonitorService, {
    ...nothing(ResourceMonitorService),
    supportsFeature: answer((request: { getId(): string }) => {
      const response = new SupportsFeatureResponse();
      response.setHassupport(features.includes(request.getId()));
      return response;
    }),
    invoke: answer(() => {
      const response = new InvokeResponse();
      response.setReturn(Struct.fromJavaScript({ outputs: {} }));
      return response;
    }),
    registerResource: answer((request: RegisterResourceRequest) => {
      if (request.getType() !== "pulumi:pulumi:Stack") registered.push(request);
      return registration(request);
    }),
  });
  server.addService(EngineService, {
    ...nothing(EngineService),
    log: answer((request: LogRequest) => {
      if (request.getSeverity() === LogSeverity.ERROR) console.error(request.getMessage());
      return new Empty();
    }),
    getRootResource: answer(() => new GetRootResourceResponse()),
  });
  const port = await new Promise<number>((resolve, reject) => {
    const credentials = grpc.ServerCredentials.createInsecure();
    server.bindAsync("127.0.0.1:0", credentials, (error, bound) => {
      if (error) reject(error);
      else resolve(bound);
    });
  });
  return {
    address: `127.0.0.1:${port}`,
    takeRegistered: () => {
      const taken = registered;
      registered = [];
      return taken;
    },
    close: () => {
      server.forceShutdown();
    },
  };
}

function registration(request: RegisterResourceRequest): RegisterResourceResponse {
  const response = new RegisterResourceResponse();
  const parent = request.getParent().split("::").slice(-2)[0] ?? "";
  const type = parent === "" ? request.getType() : `${parent}$${request.getType()}`;
  response.setUrn(`urn:pulumi:bench::palier::${type}::${request.getName()}`);
  response.setObject(request.getObject());
  return response;
}

/** Every call of a service answered with an empty message of the type that is expected. */
function nothing(service: object): grpc.UntypedServiceImplementation {
  const calls = Object.entries(service as Record<string, { responseType: new () => object }>);
  return Object.fromEntries(
    calls.map(([name, { responseType: Response }]) => [name, answer(() => new Response())]),
  );
}

function answer<Request>(
  respond: (request: Request) => object,
): grpc.handleUnaryCall<Request, object> {
  return (call, callback) => {
    callback(null, respond(call.request));
  };
}

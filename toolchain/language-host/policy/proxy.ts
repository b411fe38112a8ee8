import * as grpc from "@grpc/grpc-js";
import { AnalyzerService } from "@pulumi/pulumi/proto/analyzer_grpc_pb";
import {
  AnalyzerHandshakeResponse,
  AnalyzerStackConfigureRequest,
  AnalyzerStackConfigureResponse,
} from "@pulumi/pulumi/proto/analyzer_pb";

import { messageOf } from "../errors";
import { messageLimits } from "../limits";

type Bytes = Buffer;
type Stack = AnalyzerStackConfigureRequest;

/** Time for the last answers after {@link PackProxy.close}. */
const closingMilliseconds = 1000;

const asIs = (data: Bytes): Bytes => data;

/** Answers the engine before a policy pack runs, and hands every call on once it does. */
export class PackProxy {
  /** Resolved by the first call that needs the pack, with the stack if the engine named one. */
  readonly started: Promise<Stack | undefined>;
  /** The port of the loopback address that the proxy listens on. */
  port = 0;
  private start: (stack: Stack | undefined) => void = () => undefined;
  private ready: (pack: grpc.Client) => void = () => undefined;
  private failed: (error: Error) => void = () => undefined;
  private readonly pack: Promise<grpc.Client>;
  private readonly server = new grpc.Server(messageLimits);

  private constructor() {
    this.started = new Promise((resolve) => (this.start = resolve));
    this.pack = new Promise((resolve, reject) => {
      this.ready = resolve;
      this.failed = reject;
    });
    // A pack that fails before anybody calls it is told to the caller that comes later.
    this.pack.catch(() => undefined);
  }

  /** Starts a proxy on a free port. */
  static async listen(): Promise<PackProxy> {
    const proxy = new PackProxy();
    proxy.server.addService(bytesService(), proxy.handlers());
    proxy.port = await new Promise((resolve, reject) => {
      proxy.server.bindAsync(
        "127.0.0.1:0",
        grpc.ServerCredentials.createInsecure(),
        (error, port) => {
          if (error) reject(error);
          else resolve(port);
        },
      );
    });
    return proxy;
  }

  /** Sends the stack to the running pack and opens the way for the calls that wait. */
  async connect(packPort: string, stack: Stack | undefined): Promise<void> {
    const credentials = grpc.credentials.createInsecure();
    const client = new grpc.Client(`127.0.0.1:${packPort.trim()}`, credentials, messageLimits);
    if (stack !== undefined) {
      const request = Buffer.from(stack.serializeBinary());
      try {
        await call(client, AnalyzerService.configureStack.path, request);
      } catch (error) {
        // Libraries from before ConfigureStack have read all they know from the variables.
        if (!isUnimplemented(error))
          this.refuse(`the policy pack refused its stack: ${messageOf(error)}`);
      }
    }
    this.ready(client);
  }

  /** Answers every waiting and later call with this error. */
  refuse(message: string): void {
    this.failed(new Error(message));
  }

  /** Stops listening. Calls that wait get an error. */
  close(): void {
    this.start(undefined);
    this.refuse("the policy pack has ended");
    this.pack
      .then((client) => {
        client.close();
      })
      .catch(() => undefined);
    // Answers on their way still arrive, above all the one that says why the pack has ended.
    const force = setTimeout(() => {
      this.server.forceShutdown();
    }, closingMilliseconds);
    this.server.tryShutdown(() => {
      clearTimeout(force);
    });
  }

  private handlers(): grpc.UntypedServiceImplementation {
    const handlers: Record<string, grpc.handleUnaryCall<Bytes, Bytes>> = {};
    for (const [name, method] of Object.entries(AnalyzerService)) {
      handlers[name] = (request, answer) => {
        this.forward(method.path, request.request).then(
          (response) => {
            answer(null, response);
          },
          (error: unknown) => {
            answer(asServiceError(error));
          },
        );
      };
    }
    const handshake = new AnalyzerHandshakeResponse().serializeBinary();
    const configured = new AnalyzerStackConfigureResponse().serializeBinary();
    handlers.handshake = (_request, answer) => {
      answer(null, Buffer.from(handshake));
    };
    handlers.configureStack = (request, answer) => {
      this.start(AnalyzerStackConfigureRequest.deserializeBinary(request.request));
      answer(null, Buffer.from(configured));
    };
    return handlers;
  }

  private async forward(path: string, request: Bytes): Promise<Bytes> {
    this.start(undefined);
    return call(await this.pack, path, request);
  }
}

/** The Analyzer service with messages left as bytes: a proxy has no reason to read or rebuild them. */
function bytesService(): grpc.ServiceDefinition {
  const service: Record<string, grpc.MethodDefinition<Bytes, Bytes>> = {};
  for (const [name, method] of Object.entries(AnalyzerService)) {
    service[name] = {
      path: method.path,
      requestStream: false,
      responseStream: false,
      requestSerialize: asIs,
      requestDeserialize: asIs,
      responseSerialize: asIs,
      responseDeserialize: asIs,
    };
  }
  return service;
}

function call(client: grpc.Client, path: string, request: Bytes): Promise<Bytes> {
  return new Promise((resolve, reject) => {
    client.makeUnaryRequest(path, asIs, asIs, request, (error, response) => {
      if (error) reject(error);
      else resolve(response ?? Buffer.alloc(0));
    });
  });
}

function isUnimplemented(error: unknown): boolean {
  return error instanceof Error && "code" in error && error.code === grpc.status.UNIMPLEMENTED;
}

function asServiceError(error: unknown): { code: grpc.status; details: string } {
  if (error instanceof Error && "code" in error && "details" in error)
    return { code: error.code as grpc.status, details: String(error.details) };
  return { code: grpc.status.UNAVAILABLE, details: messageOf(error) };
}

import type { UntypedServiceImplementation, handleUnaryCall } from "@grpc/grpc-js";
import type { PluginAttach } from "@pulumi/pulumi/proto/plugin_pb";
import * as proto from "@pulumi/pulumi/proto/provider_pb";
import { Empty } from "google-protobuf/google/protobuf/empty_pb";
import { check, diff } from "./check-calls";
import { failure } from "./failures";
import * as plugin from "./plugin-calls";
import { create, read, remove, update } from "./resource-calls";
import type { Runtime } from "./runtime";
import { schemaOf } from "./schema";

type Answer<Request, Response> = (request: Request) => Response | Promise<Response>;

/** The provider service: every call of the protocol, by its name there. */
export function serviceOf<Config>(runtime: Runtime<Config>): UntypedServiceImplementation {
  const never = (what: string): handleUnaryCall<unknown, never> =>
    unary(() => {
      throw plugin.unsupported(runtime, what);
    });
  return {
    handshake: unary((request: proto.ProviderHandshakeRequest) =>
      plugin.handshake(runtime, request),
    ),
    attach: unary((request: PluginAttach) => {
      runtime.log.connect(request.getAddress());
      return new Empty();
    }),
    getPluginInfo: unary(() => plugin.pluginInfo(runtime)),
    getSchema: unary(() => new proto.GetSchemaResponse().setSchema(schemaOf(runtime.options))),
    checkConfig: unary((request: proto.CheckRequest) => plugin.checkConfig(runtime, request)),
    diffConfig: unary((request: proto.DiffRequest) => plugin.diffConfig(request)),
    configure: unary((request: proto.ConfigureRequest) => plugin.configure(runtime, request)),
    invoke: unary((request: proto.InvokeRequest) => plugin.invoke(runtime, request)),
    check: unary((request: proto.CheckRequest) => check(runtime, request)),
    diff: unary((request: proto.DiffRequest) => diff(runtime, request)),
    create: unary((request: proto.CreateRequest) => create(runtime, request)),
    read: unary((request: proto.ReadRequest) => read(runtime, request)),
    update: unary((request: proto.UpdateRequest) => update(runtime, request)),
    delete: unary((request: proto.DeleteRequest) => remove(runtime, request)),
    cancel: unary(() => {
      runtime.operations.stop("cancelled");
      return new Empty();
    }),
    parameterize: never("parameters (pulumi package add)"),
    construct: never("remote components"),
    call: never("methods on resources"),
    getMapping: never("conversion of Terraform names"),
    getMappings: never("conversion of Terraform names"),
  };
}

function unary<Request, Response>(
  answer: Answer<Request, Response>,
): handleUnaryCall<Request, Response> {
  return (call, callback) => {
    void Promise.resolve()
      .then(() => answer(call.request))
      .then(
        (response) => {
          callback(null, response);
        },
        (error: unknown) => {
          callback(failure(error, (text) => text));
        },
      );
  };
}

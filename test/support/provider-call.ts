import * as grpc from "@grpc/grpc-js";
import { ErrorResourceInitFailed } from "@pulumi/pulumi/proto/provider_pb";
import { Status } from "@pulumi/pulumi/proto/status_pb";
import type { WireProperties } from "./wire";

/** A call that the plugin answered with an error, with the details that the engine would read. */
export class ProviderFailure extends Error {
  constructor(
    message: string,
    readonly code: grpc.status,
    /** Present when the resource exists although the call failed. */
    readonly partial?: { id: string; outputs: WireProperties; reasons: readonly string[] },
  ) {
    super(message);
  }
}

/** One unary call as a promise; errors become `ProviderFailure`. */
export async function call<Response>(
  start: (done: (error: grpc.ServiceError | null, response: Response) => void) => unknown,
): Promise<Response> {
  return await new Promise((resolve, reject) => {
    start((error, response) => {
      if (error) reject(new ProviderFailure(error.details, error.code, partial(error)));
      else resolve(response);
    });
  });
}

function partial(error: grpc.ServiceError): ProviderFailure["partial"] {
  const [encoded] = error.metadata.get("grpc-status-details-bin");
  if (!(encoded instanceof Buffer)) return undefined;
  const detail = Status.deserializeBinary(encoded).getDetailsList()[0];
  if (detail?.getTypeName() !== "pulumirpc.ErrorResourceInitFailed") return undefined;
  const failed = ErrorResourceInitFailed.deserializeBinary(detail.getValue_asU8());
  return {
    id: failed.getId(),
    outputs: failed.getProperties()?.toJavaScript() ?? {},
    reasons: failed.getReasonsList(),
  };
}

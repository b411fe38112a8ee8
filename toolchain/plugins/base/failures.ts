import { Metadata, status } from "@grpc/grpc-js";
import { ErrorResourceInitFailed } from "@pulumi/pulumi/proto/provider_pb";
import { Status } from "@pulumi/pulumi/proto/status_pb";
import { Any } from "google-protobuf/google/protobuf/any_pb";
import { Struct } from "google-protobuf/google/protobuf/struct_pb";
import type { PartialCreateError } from "./resource";
import type { WireObject } from "./wire";

/** A failed call, in the shape that grpc-js sends. */
export class CallError extends Error {
  /**
   * @param details One line for the reader, without secrets.
   * @param metadata Details for the engine.
   * @param code `UNKNOWN` unless the engine acts on another one.
   */
  constructor(
    readonly details: string,
    readonly metadata?: Metadata,
    readonly code: status = status.UNKNOWN,
  ) {
    super(details);
    this.name = "CallError";
  }
}

/** Any error as a failed call with one line for the reader. */
export function failure(error: unknown, redact: (text: string) => string): CallError {
  if (error instanceof CallError) return error;
  return new CallError(redact(error instanceof Error ? error.message : String(error)));
}

/**
 * A failed call about a resource that exists all the same. The engine reads the detail
 * `pulumirpc.ErrorResourceInitFailed` from a `google.rpc.Status` in the trailer, as Go's gRPC packs it.
 * Inputs are left out: the engine keeps those that it sent, and trailers should stay small.
 * @param properties The outputs, marshalled.
 */
export function partialFailure(
  error: PartialCreateError,
  properties: WireObject,
  redact: (text: string) => string,
): CallError {
  const detail = new ErrorResourceInitFailed();
  detail.setId(error.id);
  detail.setProperties(Struct.fromJavaScript(properties));
  detail.setReasonsList(error.reasons.map(redact));
  const any = new Any();
  any.pack(detail.serializeBinary(), "pulumirpc.ErrorResourceInitFailed");
  const answer = new Status();
  answer.setCode(status.UNKNOWN);
  answer.setMessage(redact(error.message));
  answer.addDetails(any);
  const metadata = new Metadata();
  metadata.add("grpc-status-details-bin", Buffer.from(answer.serializeBinary()));
  return new CallError(redact(error.message), metadata);
}

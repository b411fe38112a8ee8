import { Metadata, status } from "@grpc/grpc-js";
import { ErrorResourceInitFailed } from "@pulumi/pulumi/proto/provider_pb";
import { Status } from "@pulumi/pulumi/proto/status_pb";
import { Any } from "google-protobuf/google/protobuf/any_pb";
import { Struct } from "google-protobuf/google/protobuf/struct_pb";
import type { PartialCreateError } from "./resource";
import type { WireObject } from "./wire";

// A failure travels in HTTP/2 headers, and Node's HTTP/2 hangs without a word beyond about 80 kB of them
// (measured). Binary details grow by a third there, text up to threefold.
const LONGEST_MESSAGE = 8000;
const LARGEST_DETAIL = 28_000;

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
  return new CallError(shortened(redact(error instanceof Error ? error.message : String(error))));
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
  const message = shortened(redact(error.message));
  const detail = new ErrorResourceInitFailed();
  detail.setId(error.id);
  detail.setProperties(Struct.fromJavaScript(fitting(properties)));
  detail.setReasonsList(error.reasons.map((reason) => shortened(redact(reason))));
  const any = new Any();
  any.pack(detail.serializeBinary(), "pulumirpc.ErrorResourceInitFailed");
  const answer = new Status();
  answer.setCode(status.UNKNOWN);
  answer.setMessage(message);
  answer.addDetails(any);
  const metadata = new Metadata();
  metadata.add("grpc-status-details-bin", Buffer.from(answer.serializeBinary()));
  return new CallError(message, metadata);
}

/** Keeps the beginning and, because it explains most failures, more of the end. */
function shortened(text: string): string {
  if (text.length <= LONGEST_MESSAGE) return text;
  return `${text.slice(0, LONGEST_MESSAGE / 4)}\n[…]\n${text.slice((-LONGEST_MESSAGE * 3) / 4)}`;
}

/** Leaves out the largest outputs until the rest can travel; the inputs are in the engine's hands anyway. */
function fitting(properties: WireObject): WireObject {
  const kept = Object.entries(properties).map(([key, value]) => ({
    key,
    value,
    size: JSON.stringify(value).length,
  }));
  kept.sort((a, b) => a.size - b.size);
  const total = (): number => kept.reduce((sum, { size }) => sum + size, 0);
  while (total() > LARGEST_DETAIL) kept.pop();
  return Object.fromEntries(kept.map(({ key, value }) => [key, value]));
}

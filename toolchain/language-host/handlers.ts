import type {
  handleServerStreamingCall,
  handleUnaryCall,
  sendUnaryData,
  ServerUnaryCall,
  ServerWritableStream,
} from "@grpc/grpc-js";

import { toServiceError } from "./errors";
import type { Host } from "./host";

/** Turns an async function into the handler of a call with one answer. */
export function unary<Request, Response>(
  answer: (request: Request, host: Host, cancelled: AbortSignal) => Promise<Response> | Response,
  host: Host,
): handleUnaryCall<Request, Response> {
  return (call: ServerUnaryCall<Request, Response>, callback: sendUnaryData<Response>) => {
    const cancelled = new AbortController();
    call.on("cancelled", () => {
      cancelled.abort();
    });
    Promise.resolve()
      .then(() => answer(call.request, host, cancelled.signal))
      .then(
        (response) => {
          callback(null, response);
        },
        (error: unknown) => {
          callback(toServiceError(error));
        },
      );
  };
}

/** Turns an async function that writes parts into the handler of a call with a stream of answers. */
export function streaming<Request, Part>(
  answer: (
    request: Request,
    send: (part: Part) => void,
    host: Host,
    cancelled: AbortSignal,
  ) => Promise<void>,
  host: Host,
): handleServerStreamingCall<Request, Part> {
  return (call: ServerWritableStream<Request, Part>) => {
    const cancelled = new AbortController();
    call.on("cancelled", () => {
      cancelled.abort();
    });
    const send = (part: Part) => {
      // A write after the engine has left would only raise an error that nobody reads.
      if (!cancelled.signal.aborted) call.write(part);
    };
    answer(call.request, send, host, cancelled.signal).then(
      () => {
        call.end();
      },
      (error: unknown) => {
        call.emit("error", toServiceError(error));
      },
    );
  };
}

import { status } from "@grpc/grpc-js";

/**
 * An error that the CLI shows to the user as it is: one line that says what is wrong, on what, and
 * what to do. `code` tells the engine whether the request, the project or this host is the reason.
 */
export class HostError extends Error {
  constructor(
    message: string,
    readonly code: status = status.FAILED_PRECONDITION,
  ) {
    super(message);
  }
}

/** The gRPC form of any error; what is not a {@link HostError} keeps its message as an internal one. */
export function toServiceError(error: unknown): { code: status; details: string } {
  if (error instanceof HostError) return { code: error.code, details: error.message };
  return { code: status.INTERNAL, details: messageOf(error) };
}

/** The text of anything that was thrown. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

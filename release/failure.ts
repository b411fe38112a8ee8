export { statusOf } from "../toolchain/engine";

/** A failure that people can act on: one line that says what is wrong and what to do, and log lines as evidence. */
export class OperationFailure extends Error {
  /** @param evidence Last lines of a log, shown below the message. */
  constructor(
    message: string,
    readonly evidence: readonly string[] = [],
  ) {
    super(message);
  }
}

/** Text of an error for a message, whatever was thrown. */
export function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

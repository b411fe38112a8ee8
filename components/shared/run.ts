import * as pulumi from "@pulumi/pulumi";

/**
 * Makes a program end with the message of an error alone. What the operator got wrong is said in one
 * line; a stack trace would bury it. Anything unexpected keeps its trace.
 * @param expected Classes of errors that are messages to the operator.
 */
export async function withPlainErrors<Result>(
  expected: readonly (abstract new (...args: never[]) => Error)[],
  program: () => Promise<Result>,
): Promise<Result> {
  try {
    return await program();
  } catch (error) {
    if (error instanceof Error && expected.some((type) => error instanceof type)) {
      throw new pulumi.RunError(error.message);
    }
    throw error;
  }
}

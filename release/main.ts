import { text } from "node:stream/consumers";

import type { OperationInputs } from "../spec/operations";
import { OperationFailure, reasonOf } from "./failure";
import { interruption } from "./interruption";

/** An operation: answers with the text for its dependents. */
type Operation<Input> = (input: Input, signal: AbortSignal) => Promise<string>;

type Operations = {
  readonly [Name in keyof OperationInputs]: () => Promise<Operation<OperationInputs[Name]>>;
};

/** Each loads its own code only: certificates take three quarters of a second that filling a volume need not wait. */
const operations: Operations = {
  "fill-volume": async () => (await import("./operations/fill-volume")).fillVolume,
  "configure-proxy": async () => (await import("./operations/configure-proxy")).configureProxy,
  release: async () => (await import("./operations/release")).release,
};

/** Runs the operation named on the command line with the input on standard input; the answer goes to standard output. */
async function main(): Promise<void> {
  const name = process.argv[2];
  if (name === undefined || !isOperation(name)) {
    throw new OperationFailure(
      `Unknown operation "${name ?? ""}": expected one of ${Object.keys(operations).join(", ")}.`,
    );
  }
  const input: unknown = JSON.parse(await text(process.stdin));
  process.stdout.write(await run(name, input));
}

function isOperation(name: string): name is keyof OperationInputs {
  return Object.hasOwn(operations, name);
}

/** The input was written by the component of the same name, with the type that the operation takes. */
async function run(name: keyof OperationInputs, input: unknown): Promise<string> {
  // Listened for from the start, since an interruption must never find nobody.
  const signal = interruption();
  const operation = (await operations[name]()) as Operation<unknown>;
  return operation(input, signal);
}

// Whoever read the progress may have been killed; a line that nobody reads must not keep the release from being undone.
for (const stream of [process.stdout, process.stderr]) stream.on("error", () => undefined);

main().catch((error: unknown) => {
  const evidence = error instanceof OperationFailure ? error.evidence : [];
  process.stderr.write([reasonOf(error), ...evidence.map((line) => `  | ${line}`), ""].join("\n"));
  process.exitCode = 1;
});

import { createInterface } from "node:readline/promises";

import { OperationFailure } from "../failure";

/** How an operator says yes by typing a text. */
export interface Confirmation {
  /** What has to be typed. */
  readonly expected: string;
  /** What was given beforehand, for runs without a terminal. */
  readonly given: string | undefined;
  /** Asks a person; undefined where there is none. */
  readonly ask: ((question: string) => Promise<string>) | undefined;
}

/**
 * Asks for a typed text, because a key pressed by habit must not lose data.
 * @throws OperationFailure when it is another text, or nobody is there to type it.
 */
export async function confirm({ expected, given, ask }: Confirmation): Promise<void> {
  if (given === undefined && ask === undefined) {
    throw new OperationFailure(
      `Nobody is there to confirm it: set CONFIRM="${expected}" to go on; nothing was changed.`,
    );
  }
  const typed = given ?? (await ask?.(`Type "${expected}" to go on: `));
  if (typed?.trim() === expected) return;
  throw new OperationFailure(
    `Expected "${expected}", found "${typed ?? ""}"; nothing was changed.`,
  );
}

/** Asks on the terminal; undefined when there is none. */
export function terminal(): Confirmation["ask"] {
  if (!process.stdin.isTTY) return undefined;
  return async (question) => {
    const reader = createInterface({ input: process.stdin, output: process.stderr });
    try {
      return await reader.question(question);
    } finally {
      reader.close();
    }
  };
}

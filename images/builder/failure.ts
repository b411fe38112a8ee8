/** Says in one line why a build failed; a full disk is named as such wherever it was met. */
export function explainFailure(error: unknown, logged: readonly string[]): string {
  const message = error instanceof Error ? error.message : String(error);
  const evidence = [message, ...logged].join("\n");
  if (/no space left on device|ENOSPC/i.test(evidence)) {
    return "the disk is full (no space left on device): free some space where the engine keeps its data, then run it again";
  }
  return message.split("\n")[0] ?? message;
}

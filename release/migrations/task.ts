import type { TaskSpec } from "../../spec/deployment";
import type { ApplicationContext } from "../context";
import { runOneOff, type OneOffResult } from "../engine/one-off";
import { OperationFailure } from "../failure";
import { explain } from "./reasons";

const evidenceLines = 20;

/** What a failure is called, for people. */
export interface TaskSubject {
  /** Begins the sentence, for example "The migrations of copies". */
  readonly what: string;
  /** Name of the container. */
  readonly container: string;
}

/** The container in which migrations are applied or taken back: one name for both, so that they never meet. */
export function changingContainer({ stack, application }: ApplicationContext): string {
  return `palier-${stack}-${application}-migrations`;
}

/**
 * Runs a task to its end.
 * @throws OperationFailure with the program's reason in one line and its last lines as evidence.
 */
export async function runTask(
  { docker, signal }: ApplicationContext,
  { container, timeoutSeconds }: TaskSpec,
  subject: TaskSubject,
): Promise<OneOffResult> {
  const result = await runOneOff(docker, subject.container, container, { timeoutSeconds, signal });
  signal.throwIfAborted();
  if (result.exitCode === 0) return result;
  const reason = lines(result.stderr).at(-1) ?? `exit code ${result.exitCode}`;
  throw new OperationFailure(
    result.timedOut
      ? `${subject.what} took longer than ${timeoutSeconds} s.`
      : `${subject.what} failed: ${explain(reason, container.environment)}`,
    [...lines(result.stdout), ...lines(result.stderr)].slice(-evidenceLines),
  );
}

function lines(text: string): string[] {
  return text.split("\n").filter((line) => line.trim() !== "");
}

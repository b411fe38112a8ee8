import { OperationFailure } from "../failure";
import { describeHolder, setAside } from "../lock";
import { confirm, type Confirmation } from "./confirm";
import type { CommandContext } from "./context";
import { findLock } from "./lock-state";
import { timeOf } from "./text";

/**
 * Takes away a lock whose release is certainly gone.
 * @param answer How the operator confirms it, but for the text to type.
 * @throws OperationFailure when the release is at work on this machine, or it is not confirmed.
 */
export async function unlock(
  context: CommandContext,
  application: string,
  answer: Omit<Confirmation, "expected">,
  say: (line: string) => void,
): Promise<void> {
  const { docker, spec } = context;
  const lock = await findLock(context, application);
  if (lock === undefined) {
    say(`Nobody holds the lock of ${application}.`);
    return;
  }
  const who = describeHolder(lock.holder, timeOf);
  if (lock.state === "alive") {
    throw new OperationFailure(
      `The release of ${application} is at work on this machine (${who}): wait for it, or interrupt it with Ctrl-C; the lock stays.`,
    );
  }
  say(`The lock of ${application} is held by ${who}.`);
  if (lock.state === "unknown") {
    say("Whether that release still runs cannot be seen from here: make sure that it does not.");
  }
  await confirm({ expected: application, ...answer });
  await setAside(docker, spec.stack, application, lock.id);
  say(`The lock is gone. What that release left is settled by: make up STACK=${spec.stack}`);
}

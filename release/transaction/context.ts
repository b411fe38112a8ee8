import type { ReleaseSpec, TaskSpec } from "../../spec/deployment";
import type { ReleaseInput } from "../../spec/operations";
import type { ApplicationContext } from "../context";

/** What the steps of a transaction share. */
export interface TransactionContext extends ApplicationContext {
  /** Identifier of the transaction; a restore point that it takes has the same. */
  readonly id: string;
  readonly input: ReleaseInput;
  /** The release in service before it; undefined for the first one. */
  readonly from: ReleaseSpec | undefined;
  readonly situation: Situation;
  readonly startedAt: Date;
  /** Let this release's own requests and the operator through while users see the maintenance page. */
  readonly pass: { readonly cookie: string; readonly entry: string };
}

/** What is the case before anything changes; decides which steps there are. */
export interface Situation {
  /** Whether users are on an older release at the moment. */
  readonly serving: boolean;
  /** What happens to the data; undefined for a release of code or configuration alone. */
  readonly change: DataChange | undefined;
  /** Whether there is data that a restore point could save. */
  readonly hasData: boolean;
}

/** What a release does to the data. */
export type DataChange =
  /** Pending migrations of the new image are applied. */
  | {
      readonly way: "apply";
      readonly migrations: readonly string[];
      readonly reversible: boolean;
      /** Whether a failure in their middle leaves nothing behind. */
      readonly transactional: boolean;
    }
  /** A rollback takes them back, with the image that brought them. */
  | {
      readonly way: "revert";
      readonly migrations: readonly string[];
      readonly task: TaskSpec;
    }
  /** A rollback puts an earlier restore point back. */
  | { readonly way: "restore"; readonly restorePoint: string };

/** Whether going back after users were on the new release would lose what they wrote. */
export function isFinalOnceOpen({ serving, change }: Situation): boolean {
  if (change === undefined) return false;
  // Without an older release in service there is nothing to go back to.
  return !serving || change.way !== "apply" || !change.reversible;
}

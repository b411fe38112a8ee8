import type { StepTime } from "../../spec/journal";

/** A step that was begun, in the order of the transaction. */
export interface BegunStep {
  readonly step: string;
  readonly facts: unknown;
}

/** What a transaction has done so far; kept for its line in the journal. */
export class TransactionProgress {
  readonly begun: BegunStep[] = [];
  readonly times: StepTime[] = [];
  /**
   * When the journal was told that users are sent to the new release; undefined before. Known before it is
   * done, and for good: from then on users may have written what a restore point does not have.
   */
  announcedAt: Date | undefined;
  private closedAt: number | undefined;
  private closedFor = 0;

  /** The proxy is about to be told to send users to the new release. */
  announced(at = new Date()): void {
    this.announcedAt ??= at;
  }

  /** Users see the maintenance page from now on. */
  closed(at = new Date()): void {
    this.closedAt ??= at.getTime();
  }

  /** Users are let in again. */
  opened(at = new Date()): void {
    if (this.closedAt !== undefined) this.closedFor += at.getTime() - this.closedAt;
    this.closedAt = undefined;
  }

  /** Time that users saw the maintenance page, in milliseconds. */
  get maintenanceMilliseconds(): number {
    return this.closedFor + (this.closedAt === undefined ? 0 : Date.now() - this.closedAt);
  }
}

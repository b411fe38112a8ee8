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
  private closedAt: number | undefined;
  private closedFor = 0;

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

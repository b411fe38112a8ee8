import type { JournalEntry, RollbackRequest, StepRecord } from "../../spec/journal";
import type { VolumeAccess } from "../engine/archive";
import { journalMode, journalOwner, layout } from "./layout";

/** Writes the records of one transaction, each before what it announces. */
export class TransactionLog {
  private number: number;

  /** @param written Records that the transaction has already, when it is being settled. */
  constructor(
    private readonly access: VolumeAccess,
    private readonly application: string,
    readonly id: string,
    written = 0,
  ) {
    this.number = written;
  }

  /** @param content What settling would need; never holds a secret. */
  begin(content: unknown): Promise<void> {
    return this.write(layout.begin(this.application, this.id), content);
  }

  step(record: Omit<StepRecord, "at">): Promise<void> {
    this.number += 1;
    const path = layout.step(this.application, this.id, this.number, record.event, record.step);
    return this.write(path, { ...record, at: new Date().toISOString() });
  }

  end(entry: JournalEntry): Promise<void> {
    return this.write(layout.end(this.application, this.id), entry);
  }

  private write(path: string, content: unknown): Promise<void> {
    return writeRecord(this.access, path, content);
  }
}

/** Notes that a rollback was asked for, for the release that carries it out. */
export function writeRequest(
  access: VolumeAccess,
  application: string,
  request: RollbackRequest,
): Promise<void> {
  return writeRecord(access, layout.request(application, request.id), request);
}

/** Notes that a request is not to be carried out any more: its update failed, and the old release stays. */
export function withdrawRequest(
  access: VolumeAccess,
  application: string,
  id: string,
): Promise<void> {
  const content = { id, at: new Date().toISOString() };
  return writeRecord(access, layout.withdrawal(application, id), content);
}

/** Writes one record as a file of its own. */
export function writeRecord(access: VolumeAccess, path: string, content: unknown): Promise<void> {
  const file = { path, content: `${JSON.stringify(content)}\n`, mode: journalMode };
  return access.write([file], journalOwner);
}

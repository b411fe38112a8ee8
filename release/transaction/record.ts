import { z } from "zod";

import type { Actor, JournalEntry, Outcome, RollbackRequest } from "../../spec/journal";
import type { ReleaseSpec } from "../../spec/deployment";
import type { ReleaseInput } from "../../spec/operations";
import { actorSchema } from "../actor";
import type { Situation } from "./context";
import type { TransactionProgress } from "./progress";

/** First record of a transaction: everything that settling it needs, should its process be killed. */
export interface TransactionRecord {
  readonly id: string;
  readonly actor: Actor;
  /** ISO 8601, UTC. */
  readonly startedAt: string;
  readonly from: ReleaseSpec | undefined;
  readonly input: ReleaseInput;
  readonly situation: Situation;
  /** Id of the approval that lets its migrations through. */
  readonly approval: string | undefined;
  readonly rollback: RollbackRequest | undefined;
}

/** The parts that are looked at before anything is believed; the rest was written by this program. */
const schema = z.looseObject({
  id: z.string(),
  actor: actorSchema,
  startedAt: z.string(),
  input: z.looseObject({ application: z.string(), lifecycle: z.looseObject({}) }),
  situation: z.looseObject({ serving: z.boolean(), hasData: z.boolean() }),
});

/** Reads a record again; undefined when it was not written whole, and so nothing had begun. */
export function parseRecord(content: unknown): TransactionRecord | undefined {
  const parsed = schema.safeParse(content);
  return parsed.success ? (parsed.data as unknown as TransactionRecord) : undefined;
}

/** The line that a transaction leaves in the journal. */
export function toEntry(
  record: TransactionRecord,
  outcome: Outcome,
  reason: string | undefined,
  progress: TransactionProgress,
): JournalEntry {
  const { id, actor, startedAt, from, input, situation, approval, rollback } = record;
  const { change } = situation;
  const applied = change?.way === "apply" ? change : undefined;
  return {
    id,
    application: input.application,
    actor,
    startedAt,
    endedAt: new Date().toISOString(),
    from,
    to: input.release,
    outcome,
    reason,
    steps: progress.times,
    migrations: change === undefined || change.way === "restore" ? [] : change.migrations,
    reversible: applied?.reversible ?? true,
    restorePoint: change !== undefined && situation.hasData ? id : undefined,
    approval,
    rollback: rollback?.method,
    rollbackRequest: rollback?.id,
    maintenanceMilliseconds: progress.maintenanceMilliseconds,
    maintenanceMinutes: input.lifecycle.maintenance.minutes,
  };
}

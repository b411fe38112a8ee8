import { z } from "zod";

import type { JournalEntry, RollbackRequest, StepRecord } from "../../spec/journal";
import { actorSchema } from "../actor";

const release = z.object({ image: z.string(), reference: z.string(), version: z.string() });
const method = z.enum(["code", "revert", "restore-point"]);

/** A finished transaction, as it lies in the journal. */
export const entrySchema = z.object({
  id: z.string(),
  application: z.string(),
  actor: actorSchema,
  startedAt: z.string(),
  endedAt: z.string(),
  from: release.optional(),
  to: release,
  outcome: z.enum(["released", "undone", "kept", "stuck"]),
  reason: z.string().optional(),
  steps: z.array(z.object({ step: z.string(), milliseconds: z.number() })),
  migrations: z.array(z.string()),
  reversible: z.boolean(),
  restorePoint: z.string().optional(),
  approval: z.string().optional(),
  rollback: method.optional(),
  rollbackRequest: z.string().optional(),
  maintenanceMilliseconds: z.number(),
  maintenanceMinutes: z.number(),
});

/** A rollback that was asked for, as it lies in the journal. */
export const requestSchema = z.object({
  id: z.string(),
  at: z.string(),
  actor: actorSchema,
  from: release,
  to: release,
  transaction: z.string(),
  method,
  migrations: z.array(z.string()),
  restorePoint: z.string().optional(),
});

/** One record of a step, as it lies in the journal. */
export const stepSchema = z.object({
  step: z.string(),
  event: z.enum(["begin", "done", "undone"]),
  at: z.string(),
  facts: z.unknown().optional(),
});

/** The types that the schemas read are those of the specification; JSON drops what is undefined. */
export function parseEntry(text: string): JournalEntry {
  const entry = entrySchema.parse(JSON.parse(text));
  return {
    ...entry,
    from: entry.from,
    reason: entry.reason,
    restorePoint: entry.restorePoint,
    approval: entry.approval,
    rollback: entry.rollback,
    rollbackRequest: entry.rollbackRequest,
  };
}

/** See `parseEntry`. */
export function parseRequest(text: string): RollbackRequest {
  const request = requestSchema.parse(JSON.parse(text));
  return { ...request, restorePoint: request.restorePoint };
}

/** See `parseEntry`. */
export function parseStep(text: string): StepRecord {
  return stepSchema.parse(JSON.parse(text));
}

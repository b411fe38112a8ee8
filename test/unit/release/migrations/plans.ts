import type {
  MigrationApproval,
  MigrationPlan,
  PlannedMigration,
} from "../../../../spec/migrations";

/** A pending migration without any risk. */
export const harmless: PlannedMigration = {
  id: "exams.0004_note",
  atomic: true,
  reversible: true,
  operations: [{ description: "Add field note to copy", risks: [] }],
  sql: ['ALTER TABLE "exams_copy" ADD COLUMN "note" text NULL;'],
};

/** A pending migration that needs a person. */
export const risky: PlannedMigration = {
  id: "exams.0005_drop",
  atomic: false,
  reversible: false,
  operations: [
    { description: "Remove field mark from copy", risks: ["drops-data"] },
    { description: "Raw Python operation (fill)", risks: ["irreversible", "opaque"] },
    { description: "Raw Python operation (fill)", risks: ["opaque"] },
  ],
  sql: [],
};

/** A plan for a database that is in use. */
export function planOf(...pending: readonly PlannedMigration[]): MigrationPlan {
  return { empty: false, pending, unknown: [] };
}

/** An approval of a plan's hash. */
export function approvalOf(
  plan: string,
  changes: Partial<MigrationApproval> = {},
): MigrationApproval {
  return {
    file: "releases/copies/5.yaml",
    id: "1",
    committed: true,
    plan,
    approvedBy: "Ada",
    approvedAt: "2026-01-31T09:00:00Z",
    reason: "read",
    acknowledged: [],
    ...changes,
  };
}

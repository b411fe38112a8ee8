import { z } from "zod";

import type { MigrationPlan, MigrationRisk } from "../../spec/migrations";

const risks = [
  "irreversible",
  "drops-data",
  "renames",
  "requires-value",
  "opaque",
] as const satisfies readonly MigrationRisk[];

/** What a blueprint's plan task has to print. */
export const planSchema: z.ZodType<MigrationPlan> = z.object({
  empty: z.boolean(),
  pending: z.array(
    z.object({
      id: z.string().min(1),
      atomic: z.boolean(),
      reversible: z.boolean(),
      operations: z.array(z.object({ description: z.string(), risks: z.array(z.enum(risks)) })),
      sql: z.array(z.string()),
    }),
  ),
  unknown: z.array(z.string()),
});

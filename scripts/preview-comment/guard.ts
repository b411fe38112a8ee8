import { z } from "zod";

const report = z.object({
  refusals: z.array(
    z.object({
      resource: z.string().optional(),
      type: z.string().optional(),
      operation: z.string().optional(),
      reason: z.string(),
      remedy: z.string().optional(),
    }),
  ),
});

/** What the guard refuses, and what to do instead. */
export type Refusal = z.output<typeof report>["refusals"][number];

/**
 * The refusals of a report of the guard.
 * @throws Error when it is none.
 */
export function readRefusals(text: string): readonly Refusal[] {
  return report.parse(JSON.parse(text)).refusals;
}

import type { z } from "zod";

import type { Situation, TransactionContext } from "./context";

/** What undoing a step may need to know beside its facts. */
export interface UndoSituation {
  /** Whether users may have been on the new release, be it taken from them again or not. */
  readonly opened: boolean;
}

/** What was done before a step, for its look. */
export interface StepHistory {
  /** When the proxy was told to send users to the new release. */
  readonly announcedAt: Date | undefined;
}

/** One step of a transaction, as its file declares it. */
interface StepDefinition<Facts> {
  /** Name in the journal: lower-case words with hyphens. Renaming it strands transactions that were killed. */
  readonly name: string;
  /** What it does, for the progress lines: "starting the web processes". */
  readonly title: string;
  /** Form of the facts, because they are read from a journal when a killed transaction is settled. */
  readonly facts: z.ZodType<Facts>;
  /** Whether this release needs it; always when left out. */
  readonly applies?: (situation: Situation) => boolean;
  /** Looks at what undoing will need, before anything changes. Plain data without secrets. */
  readonly look: (context: TransactionContext, history: StepHistory) => Promise<Facts>;
  /** Does it. Done again after a kill, it has to come to the same result. */
  readonly run: (context: TransactionContext, facts: Facts) => Promise<void>;
  /** Whether nothing before it may be taken back when it cannot be: users would meet broken data. */
  readonly essential?: boolean;
  /** Takes it back, whether it was done wholly, partly or not at all. */
  readonly undo?: (
    context: TransactionContext,
    facts: Facts,
    situation: UndoSituation,
  ) => Promise<void>;
}

/** A step whose facts are known to itself only. */
export interface Step {
  readonly name: string;
  readonly title: string;
  readonly essential: boolean;
  readonly applies: (situation: Situation) => boolean;
  readonly look: (context: TransactionContext, history: StepHistory) => Promise<unknown>;
  readonly run: (context: TransactionContext, facts: unknown) => Promise<void>;
  readonly undo: (
    context: TransactionContext,
    facts: unknown,
    situation: UndoSituation,
  ) => Promise<void>;
}

/** Makes a step of its definition. */
export function defineStep<Facts>(definition: StepDefinition<Facts>): Step {
  const { name, title, facts: schema, applies, essential, look, run, undo } = definition;
  return {
    name,
    title,
    essential: essential ?? false,
    applies: applies ?? (() => true),
    look,
    run: (context, facts) => run(context, schema.parse(facts)),
    undo: async (context, facts, situation) => {
      if (undo === undefined) return;
      const known = schema.safeParse(facts);
      // A record that was cut short was written before the step began, so there is nothing to take back.
      if (known.success) await undo(context, known.data, situation);
    },
  };
}

import { z } from "zod";

const state = z
  .object({
    parent: z.string().optional(),
    protect: z.boolean().optional(),
    inputs: z.record(z.string(), z.unknown()).optional(),
  })
  .nullish();

const rawStep = z.object({
  op: z.string(),
  urn: z.string(),
  keys: z.array(z.string()).nullish(),
  diffs: z.array(z.string()).nullish(),
  replaceReasons: z.array(z.string()).nullish(),
  diffReasons: z.array(z.string()).nullish(),
  detailedDiff: z
    .record(z.string(), z.object({ diffKind: z.string().optional(), kind: z.string().optional() }))
    .nullish(),
  old: state,
  new: state,
  oldState: state,
  newState: state,
});

const rawViolation = z.object({
  resourceUrn: z.string().optional(),
  message: z.string(),
  policyName: z.string(),
  enforcementLevel: z.string(),
  severity: z.string().optional(),
});

const diagnostic = z.object({
  severity: z.string(),
  message: z.string().default(""),
  urn: z.string().optional(),
});

const event = z.object({
  resourcePreEvent: z.object({ metadata: rawStep }).optional(),
  policyEvent: rawViolation.optional(),
  diagnosticEvent: diagnostic.optional(),
  summaryEvent: z
    .object({
      result: z.string().optional(),
      PolicyPacks: z.record(z.string(), z.string()).nullish(),
    })
    .optional(),
});

const digest = z.object({
  steps: z.array(rawStep).default([]),
  diagnostics: z.array(diagnostic).default([]),
  changeSummary: z.record(z.string(), z.number()).nullish(),
});

/** A step as the CLI spells it. */
export type RawStep = z.output<typeof rawStep>;

/** An objection as the CLI spells it. */
export type RawViolation = z.output<typeof rawViolation>;

/** An error of the engine, with the resource that it is about. */
export interface RawFailure {
  readonly urn: string | undefined;
  readonly message: string;
}

/** What the CLI printed, in either of its forms, before anything is made of it. */
export interface RawPreview {
  readonly steps: readonly RawStep[];
  readonly violations: readonly RawViolation[];
  /** What the CLI would have shown of errors: for logs, because whoever wrote them may have quoted a value. */
  readonly errors: readonly string[];
  /** The same with their resources. */
  readonly failures: readonly RawFailure[];
  readonly succeeded: boolean;
  readonly judged: boolean;
}

const nothing: RawPreview = {
  steps: [],
  violations: [],
  errors: [],
  failures: [],
  succeeded: false,
  judged: false,
};

/**
 * Takes apart what `pulumi preview --json` printed: one object, or one event in each line with
 * PULUMI_ENABLE_STREAMING_JSON_PREVIEW, which alone tells of policies.
 * @throws Error when it is neither.
 */
export function takeApart(text: string): RawPreview {
  if (text.trim() === "") return nothing;
  const whole = asJson(text);
  if (typeof whole === "object" && whole !== null && !("sequence" in whole)) {
    const { steps, diagnostics, changeSummary } = digest.parse(whole);
    const failures = failuresOf(diagnostics);
    const errors = failures.map(({ message }) => message);
    const succeeded = errors.length === 0 && changeSummary !== null && changeSummary !== undefined;
    return { ...nothing, steps, errors, failures, succeeded };
  }
  const events = text
    .split("\n")
    .filter((line) => line.trim() !== "")
    .map((line) => event.parse(asJson(line) ?? {}));
  const failures = failuresOf(events.flatMap(({ diagnosticEvent }) => diagnosticEvent ?? []));
  const errors = failures.map(({ message }) => message);
  const summaries = events.flatMap(({ summaryEvent }) => summaryEvent ?? []);
  return {
    steps: events.flatMap(({ resourcePreEvent }) => resourcePreEvent?.metadata ?? []),
    violations: events.flatMap(({ policyEvent }) => policyEvent ?? []),
    errors,
    failures,
    // A CLI that died has no summary.
    succeeded: errors.length === 0 && summaries.some(({ result }) => result === "succeeded"),
    judged: summaries.some(({ PolicyPacks }) => Object.keys(PolicyPacks ?? {}).length > 0),
  };
}

/** The engine takes some resources in several steps: those of each, resources in the order of the engine. */
export function stepsByUrn(steps: readonly RawStep[]): ReadonlyMap<string, readonly RawStep[]> {
  const byUrn = new Map<string, RawStep[]>();
  for (const step of steps) byUrn.set(step.urn, [...(byUrn.get(step.urn) ?? []), step]);
  return byUrn;
}

function failuresOf(diagnostics: readonly z.output<typeof diagnostic>[]): RawFailure[] {
  return diagnostics.flatMap(({ severity, message, urn }) =>
    severity === "error" ? [{ urn, message: message.trim() }] : [],
  );
}

function asJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

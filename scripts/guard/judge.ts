import type { DeploymentSpec } from "../../spec/deployment";
import {
  describeOverride,
  findOverride,
  type GuardedUpdate,
  overrideFault,
  type OverrideSpec,
  utcDay,
} from "../../spec/guard";
import { labelOf } from "../../components/shared/guard-judgement";
import { idleOverrides, lowerTier } from "../../config/notes";
import { takeApart } from "../preview/engine-output";
import { nameOf } from "../../spec/urn";
import { type Change, type JudgedChange, readChanges, withoutValues } from "./changes";
import { refusalsOf } from "./failures";
import { statefulObjection } from "./stateful";
import { describeWindow, freezeAt, isOpen } from "./window";

/** What may not happen, why, and what to do instead. */
export interface Refusal {
  /** Name in the program, of the stack for an update as a whole. */
  readonly resource: string;
  readonly type: string;
  readonly operation: string;
  readonly reason: string;
  readonly remedy: string;
}

/** What the guard finds in a preview. Names and paths, never values. */
export interface Report {
  readonly refusals: readonly Refusal[];
  readonly changes: readonly Change[];
  /** Overrides that let something pass. */
  readonly overrides: readonly OverrideSpec[];
  /** What the operator may not have meant, although nothing refuses it. */
  readonly notes: readonly string[];
  /** Replacements that count against the stack's limit. */
  readonly replacements: number;
  /** Whether the preview came to its end without an error. */
  readonly succeeded: boolean;
}

/** A refusal with the override that would let it pass. */
interface Objection extends Refusal {
  readonly allow: OverrideSpec["allow"];
  readonly subject: string | undefined;
}

/**
 * Judges what `pulumi preview --json` printed, in either of its forms.
 * @param now By which overrides count.
 * @param time When the update would happen, or that nobody knows yet.
 * @throws Error when it is neither.
 */
export function judge(
  text: string,
  spec: DeploymentSpec,
  now: Date,
  time: Date | "unknown" = now,
): Report {
  const { steps, failures, succeeded } = takeApart(text);
  const applications = spec.applications.map(({ name }) => name);
  const changes = readChanges(steps, applications);
  const counted = changes.filter(counts).length;
  const objections = [
    ...changes.flatMap((change) => objectionsTo(change, spec)),
    ...(changes.length > 0 ? objectionsToUpdate(spec, counted, time) : []),
  ];
  const { overrides } = spec.guard;
  const today = utcDay(now);
  const judged = objections.map((objection) => ({
    objection,
    override: findOverride(overrides, objection.allow, objection.subject, today),
  }));
  const failed = refusalsOf(failures, overrides, today);
  // Printed in events, a preview lists what a hook then refused, and once is enough.
  const refused = judged.filter(
    ({ objection, override }) =>
      override === undefined && !failed.some(({ resource }) => resource === objection.resource),
  );
  return {
    refusals: [
      ...faults(spec, today),
      ...failed,
      ...refused.map(({ objection }) => refusalOf(objection)),
    ],
    changes: changes.map(withoutValues),
    overrides: [...new Set(judged.flatMap(({ override }) => override ?? []))],
    notes: [
      // A preview that failed may not have come to what an override is for.
      ...(succeeded ? idleOverrides(spec, new Set(steps.map(({ urn }) => nameOf(urn)))) : []),
      ...[lowerTier(spec, tierBefore(changes))].filter((line) => line !== undefined),
    ],
    replacements: counted,
    succeeded,
  };
}

/** Every container has its tier on a label, and another label replaces it. */
function tierBefore(changes: readonly JudgedChange[]): string | undefined {
  return changes
    .map(({ oldInputs }) => labelOf(oldInputs.labels, "palier.tier"))
    .find((tier) => tier !== undefined);
}

/** Containers of a release are replaced by every release, and operations are steps, not things. */
function counts({ operation, type, oldInputs, newInputs }: JudgedChange): boolean {
  const process = [oldInputs, newInputs].some(
    ({ labels }) => labelOf(labels, "palier.process") !== undefined,
  );
  return operation === "replace" && !process && !type.startsWith("command:");
}

function objectionsTo(change: JudgedChange, spec: DeploymentSpec): Objection[] {
  const objection = statefulObjection(change, spec);
  if (objection === undefined) return [];
  const { resource, type, operation } = change;
  const { allow, subject, reason } = objection;
  const remedy = `declare it as it was, or ${describeOverride(allow, subject)}`;
  return [{ resource, type, operation, reason, remedy, allow, subject }];
}

function objectionsToUpdate(
  { stack, guard: { changes } }: DeploymentSpec,
  replacements: number,
  time: Date | "unknown",
): Objection[] {
  const whole = (allow: GuardedUpdate, reason: string, instead: string): Objection => ({
    ...{ resource: stack, type: "pulumi:pulumi:Stack", operation: "update", allow, reason },
    ...{ remedy: `${instead}, or ${describeOverride(allow, undefined)}`, subject: undefined },
  });
  const { maximumReplacements: most, window, timeZone } = changes;
  const freeze = time === "unknown" ? undefined : freezeAt(changes, time);
  return [
    ...(most !== undefined && replacements > most
      ? [
          whole(
            "more-replacements",
            `would replace ${replacements} resources, and one update may replace ${most}`,
            "change less at once",
          ),
        ]
      : []),
    ...(freeze === undefined
      ? []
      : [
          whole(
            "during-freeze",
            `is not to be changed from ${freeze.from} to ${freeze.until}: ${freeze.reason}`,
            "wait",
          ),
        ]),
    ...(window !== undefined && time !== "unknown" && !isOpen(changes, time)
      ? [
          whole(
            "outside-window",
            `may be changed on ${describeWindow(window, timeZone)} only`,
            "wait",
          ),
        ]
      : []),
  ];
}

function faults({ stack, guard: { overrides } }: DeploymentSpec, today: string): Refusal[] {
  return overrides.flatMap((override, index) => {
    const fault = overrideFault(override, today);
    if (fault === undefined) return [];
    const [reason, remedy] = fault.split(": ", 2);
    return [
      {
        ...{ resource: stack, type: "pulumi:pulumi:Stack", operation: "update" },
        reason: `palier:overrides[${index}] (${override.allow}) ${reason ?? ""}`,
        remedy: remedy ?? "",
      },
    ];
  });
}

function refusalOf({ resource, type, operation, reason, remedy }: Objection): Refusal {
  return { resource, type, operation, reason, remedy };
}

import { type RawStep, type RawViolation, stepsByUrn, takeApart } from "./engine-output";
import { nameOf, typeOf, typesOf } from "../../spec/urn";

/** What a preview would do to one resource. */
export interface Step {
  /** Name in the program. */
  readonly resource: string;
  /** Last word of the type, in lower case: "container". Components are none: they only group. */
  readonly kind: string;
  /** Application that it belongs to; undefined for what all of them share. */
  readonly application: string | undefined;
  /** "create", "update", "replace", "delete" or "same"; another one keeps the engine's name. */
  readonly operation: string;
  /** Paths of the inputs that differ, or of those alone that enforce a replacement. Never values. */
  readonly inputs: readonly string[];
}

/** A policy's objection. */
export interface Violation {
  readonly policy: string;
  /** "mandatory" or "advisory". */
  readonly level: string;
  /** "low" to "critical"; undefined where the policy has none. */
  readonly severity: string | undefined;
  /** What the policy says, without its description. Policies never quote values. */
  readonly message: string;
  /** Where the policy is explained, relative to the repository's root. */
  readonly page: string | undefined;
}

/** A preview of one stack, without any value. */
export interface Preview {
  readonly steps: readonly Step[];
  readonly violations: readonly Violation[];
  /** Whether it came to its end without an error; mandatory violations are errors. */
  readonly succeeded: boolean;
  /** Whether policies were in force. */
  readonly judged: boolean;
  /** Whether nothing was deployed before, or the preview had no state to compare with. */
  readonly fromNothing: boolean;
}

const stackType = "pulumi:pulumi:Stack";
const applicationType = "palier:application:Application";

/**
 * What a preview says, by resource.
 * @param text What `pulumi preview --json` printed, see `takeApart`.
 * @throws Error when it is nothing of the kind.
 */
export function readPreview(text: string): Preview {
  const { steps, violations, succeeded, judged } = takeApart(text);
  const byUrn = stepsByUrn(steps);
  const urns = [...byUrn.keys()];
  const applications = urns.filter((urn) => typeOf(urn) === applicationType).map(nameOf);
  const real = [...byUrn].filter(([urn]) => !/^(?:palier|pulumi):/.test(typeOf(urn)));
  const read = real.map(([urn, raw]) => ({
    resource: nameOf(urn),
    kind: (typeOf(urn).split(":").at(-1) ?? "").toLowerCase(),
    application: applicationOf(urn, applications),
    operation: operationOf(raw),
    inputs: inputsOf(raw),
  }));
  return {
    steps: read,
    violations: unique(violations.map(violationOf)),
    succeeded,
    judged: judged || violations.length > 0,
    fromNothing: steps.some(({ op, urn }) => op === "create" && typeOf(urn) === stackType),
  };
}

/** The names of an application's resources begin with its own; of several that fit, the longest is meant. */
function applicationOf(urn: string, applications: readonly string[]): string | undefined {
  if (!typesOf(urn).includes(applicationType)) return undefined;
  const name = nameOf(urn);
  const fitting = applications.filter((known) => name === known || name.startsWith(`${known}-`));
  return fitting.sort((a, b) => b.length - a.length)[0] ?? name.split("-")[0];
}

/** The engine replaces in several steps, and may have to delete what an earlier update left. */
function operationOf(steps: readonly RawStep[]): string {
  const operations = steps.map(({ op }) => op);
  if (operations.some((op) => op.includes("replace"))) return "replace";
  return (
    operations.find((op) => op === "delete") ?? operations.find((op) => op !== "same") ?? "same"
  );
}

function inputsOf(steps: readonly RawStep[]): string[] {
  const detailed = steps.flatMap(({ detailedDiff }) => Object.entries(detailedDiff ?? {}));
  const enforcing = [
    ...detailed
      .filter(([, { diffKind, kind }]) => (diffKind ?? kind ?? "").endsWith("-replace"))
      .map(([path]) => path),
    ...steps.flatMap(({ keys, replaceReasons }) => [...(keys ?? []), ...(replaceReasons ?? [])]),
  ];
  const differing = [
    ...detailed.map(([path]) => path),
    ...steps.flatMap(({ diffs, diffReasons }) => [...(diffs ?? []), ...(diffReasons ?? [])]),
  ];
  return [...new Set(enforcing.length > 0 ? enforcing : differing)].map(topLevel).filter(isFirst);
}

/** The name of the input says enough, and a path may go on with keys that are data. */
function topLevel(path: string): string {
  return /^[A-Za-z_][A-Za-z0-9_]*/.exec(path)?.[0] ?? "an input";
}

function isFirst(value: string, index: number, all: readonly string[]): boolean {
  return all.indexOf(value) === index;
}

/** The engine puts the description of the policy in front of what it says, and our policies their page behind. */
function violationOf(raw: RawViolation): Violation {
  const lines = raw.message.split("\n").filter((line) => line.trim() !== "");
  const said = (lines.length > 1 ? lines.slice(1) : lines).join(" ").trim();
  const [, message = said, page] = /^(.*) \(([^\s()]+\.md#[a-z0-9-]+)\)$/.exec(said) ?? [];
  return {
    policy: raw.policyName,
    level: raw.enforcementLevel,
    severity: raw.severity === "" ? undefined : raw.severity,
    message,
    page,
  };
}

function unique(violations: readonly Violation[]): Violation[] {
  return [...new Map(violations.map((one) => [JSON.stringify(one), one])).values()];
}

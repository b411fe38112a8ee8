import { labelOf } from "../../components/shared/guard-judgement";
import { type RawStep, stepsByUrn } from "../preview/engine-output";
import { nameOf, typeOf } from "../../spec/urn";

/** What an update would do to one resource. */
export interface Change {
  /** Name in the program. */
  readonly resource: string;
  readonly type: string;
  readonly operation: "create" | "update" | "replace" | "delete";
  /** Application that it belongs to; undefined for what all of them share. */
  readonly application: string | undefined;
  /** Paths of the inputs that differ. Never values. */
  readonly differences: readonly string[];
}

/** A change with what has to be looked at to judge it; these are values, which go no further. */
export interface JudgedChange extends Change {
  readonly oldInputs: Readonly<Record<string, unknown>>;
  readonly newInputs: Readonly<Record<string, unknown>>;
  /** Whether the state protects it. */
  readonly protected: boolean;
}

/**
 * The changes of a preview, one for each resource, in the order of the engine.
 * @param applications Names of the stack's applications.
 */
export function readChanges(
  steps: readonly RawStep[],
  applications: readonly string[],
): readonly JudgedChange[] {
  return [...stepsByUrn(steps)].flatMap(([urn, all]) => {
    const operation = operationOf(all.map(({ op }) => op));
    const type = typeOf(urn);
    if (operation === undefined || type === "pulumi:pulumi:Stack") return [];
    const before = all.map((step) => step.oldState ?? step.old).find(isThere);
    const after = all.map((step) => step.newState ?? step.new).find(isThere);
    const [oldInputs, newInputs] = [before?.inputs ?? {}, after?.inputs ?? {}];
    const resource = nameOf(urn);
    const label =
      labelOf(oldInputs.labels, "palier.application") ??
      labelOf(newInputs.labels, "palier.application");
    return [
      {
        ...{ resource, type, operation, oldInputs, newInputs },
        application: label ?? applicationOf(resource, applications),
        differences: differencesOf(all),
        protected: before?.protect ?? false,
      },
    ];
  });
}

/** The change without the values that it was judged by. */
export function withoutValues({
  resource,
  type,
  operation,
  application,
  differences,
}: JudgedChange): Change {
  return { resource, type, operation, application, differences };
}

/** The engine replaces in several steps; what an earlier update left is deleted beside any other. */
function operationOf(operations: readonly string[]): Change["operation"] | undefined {
  if (operations.some((op) => op.includes("replace"))) return "replace";
  if (operations.includes("delete")) return "delete";
  if (operations.some((op) => op === "create" || op === "import")) return "create";
  return operations.includes("update") ? "update" : undefined;
}

/** No name of an application begins with another one's and a hyphen, so that one fits at most. */
function applicationOf(resource: string, applications: readonly string[]): string | undefined {
  return applications.find((name) => resource === name || resource.startsWith(`${name}-`));
}

function differencesOf(steps: readonly RawStep[]): string[] {
  const detailed = steps.flatMap(({ detailedDiff }) => Object.keys(detailedDiff ?? {}));
  const coarse = steps.flatMap(({ diffs, diffReasons }) => [
    ...(diffs ?? []),
    ...(diffReasons ?? []),
  ]);
  return [...new Set(detailed.length > 0 ? detailed : coarse)].sort();
}

function isThere<Value>(value: Value | null | undefined): value is Value {
  return value !== null && value !== undefined;
}

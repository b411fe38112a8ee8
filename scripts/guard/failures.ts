import { describeOverride, findOverride, type OverrideSpec } from "../../spec/guard";
import type { RawFailure } from "../preview/engine-output";
import { nameOf, typeOf } from "../../spec/urn";
import type { Refusal } from "./judge";

const hook = 'before hook "guard" failed: ';

/**
 * What hooks and protection of the resources refused, which ends a preview before the engine lists the
 * change. Other errors may quote a value, so they are no refusals.
 * @param today YYYY-MM-DD (UTC)
 */
export function refusalsOf(
  failures: readonly RawFailure[],
  overrides: readonly OverrideSpec[],
  today: string,
): readonly Refusal[] {
  const found = failures.flatMap(({ urn, message }) => {
    const dropped = droppedData(message);
    if (urn === undefined || dropped.length > 0) return dropped;
    const line = message.replaceAll("\n", " ");
    const at = line.indexOf(hook);
    return at < 0
      ? protectionOf(urn, line, overrides, today)
      : [hookOf(urn, line.slice(at + hook.length))];
  });
  // Both may speak up about one resource; the hook says more.
  const ordered = [...found].sort((a, b) => rank(a) - rank(b));
  return [...new Map(ordered.map((refusal) => [refusal.resource, refusal])).values()];
}

/** What the program itself refused before it declared anything: data that the stack had and has no more. */
function droppedData(message: string): Refusal[] {
  return message.split("\n").flatMap((line) => {
    const [, resource = "", reason = "", remedy = ""] =
      /(\S+) (cannot be made again and is not declared any more): (.*); nothing was changed\.$/.exec(
        line,
      ) ?? [];
    if (resource === "") return [];
    return [{ resource, type: "", operation: "delete", reason, remedy }];
  });
}

/** The hook says why and, behind the first semicolon, what to do. */
function hookOf(urn: string, text: string): Refusal {
  const end = text.indexOf("; ");
  const [reason, remedy] = end < 0 ? [text, ""] : [text.slice(0, end), text.slice(end + 2)];
  const operation = reason.includes("would be deleted")
    ? "delete"
    : reason.includes("would go from")
      ? "update"
      : "replace";
  return { resource: nameOf(urn), type: typeOf(urn), operation, reason, remedy: remedy.trim() };
}

function protectionOf(
  urn: string,
  line: string,
  overrides: readonly OverrideSpec[],
  today: string,
): Refusal[] {
  if (!/marked for protection|it is protected/.test(line)) return [];
  const resource = nameOf(urn);
  const operation = line.includes("cannot be deleted") ? "delete" : "replace";
  const remedy =
    findOverride(overrides, operation, resource, today) === undefined
      ? `declare it as it was, or ${describeOverride(operation, resource)}`
      : `it is overridden: lift its protection as well, with pulumi state unprotect '${urn}'`;
  const reason = "is protected, and holds what cannot be made again";
  return [{ resource, type: typeOf(urn), operation, reason, remedy }];
}

function rank({ reason }: Refusal): number {
  return reason.startsWith("is protected") ? 0 : 1;
}

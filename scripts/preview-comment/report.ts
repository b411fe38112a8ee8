import type { SubjectChanges } from "./difference";
import type { Refusal } from "./guard";
import type { Preview, Violation } from "../preview/preview";

/** What is known of a change for one stack. */
export interface StackReport {
  readonly stack: string;
  readonly preview: Preview;
  /** Of the guard; empty where it has nothing to say, or was not asked. */
  readonly refusals: readonly Refusal[];
  /** What is declared otherwise; undefined where there is nothing to compare with. */
  readonly changes: readonly SubjectChanges[] | undefined;
  /** What is wrong with the stack's file, one line each. */
  readonly problems: readonly string[];
}

/** Violations that stop an update. */
export function mandatory({ preview }: StackReport): Violation[] {
  return preview.violations.filter(({ level }) => level === "mandatory");
}

/** Whether an update of the stack would not come about. */
export function isRefused(report: StackReport): boolean {
  return (
    report.problems.length > 0 ||
    report.refusals.length > 0 ||
    mandatory(report).length > 0 ||
    !report.preview.succeeded
  );
}

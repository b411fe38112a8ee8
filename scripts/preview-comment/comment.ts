import { bounded, code, link, plain } from "./markdown";
import { isRefused, mandatory, type StackReport } from "./report";
import { stackSection } from "./section";

/** What a comment is made of. */
export interface CommentInput {
  readonly stacks: readonly StackReport[];
  /** Commit that was previewed. */
  readonly commit: string | undefined;
  /** Where the logs are. */
  readonly logs: string | undefined;
  /** Address of the repository's files at that commit, for links to policies. */
  readonly source: string | undefined;
  /** Characters; GitHub takes 65,536. */
  readonly limit: number;
}

/** First line of every comment, by which the one of a pull request is found again. */
export const marker = "<!-- palier-preview -->";

/** What a pull request would do to the stacks, as one comment in markdown. */
export function renderComment(input: CommentInput): string {
  const { stacks, commit, logs, limit } = input;
  const origin = [
    ...(commit === undefined ? [] : [`Commit ${code(commit.slice(0, 12))}.`]),
    ...(logs === undefined ? [] : [`${link("Logs", logs)}.`]),
  ];
  const lines = [
    marker,
    "",
    "## What this change would do",
    "",
    ...overview(stacks),
    "",
    ...(origin.length > 0 ? [origin.join(" "), ""] : []),
    ...stacks.flatMap((report) => stackSection(report, input)),
  ];
  return bounded(
    lines,
    limit,
    (missing) => `**Cut here: ${missing} more lines are in the ${link("logs", logs)}.**`,
  );
}

function overview(stacks: readonly StackReport[]): string[] {
  const rows = stacks.map((report) => {
    const count = (operation: string): string => {
      const { length } = report.preview.steps.filter((step) => step.operation === operation);
      return length > 0 && ["replace", "delete"].includes(operation)
        ? `**${length}**`
        : `${length}`;
    };
    const counts = ["create", "update", "replace", "delete"].map(count);
    return `| ${[plain(report.stack), verdict(report), ...counts].join(" | ")} |`;
  });
  return [
    "| Stack | Verdict | New | Updated | Replaced | Deleted |",
    "| --- | --- | --: | --: | --: | --: |",
    ...rows,
  ];
}

function verdict(report: StackReport): string {
  const { preview, problems, refusals } = report;
  const reasons = [
    ...counted(problems.length, "problem of the configuration", "problems of the configuration"),
    ...counted(mandatory(report).length, "violation", "violations"),
    ...counted(refusals.length, "refusal of the guard", "refusals of the guard"),
  ];
  if (reasons.length > 0) return `❌ **refused**: ${reasons.join(", ")}`;
  if (isRefused(report)) return "❌ **the preview failed**";
  const warned = preview.violations.length > 0 ? `, ${preview.violations.length} warned of` : "";
  const changes = preview.steps.some(({ operation }) => operation !== "same");
  return `✅ ${changes ? "can be deployed" : "changes nothing"}${warned}`;
}

function counted(number: number, one: string, many: string): string[] {
  return number === 0 ? [] : [`${number} ${number === 1 ? one : many}`];
}

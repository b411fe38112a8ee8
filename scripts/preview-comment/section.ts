import type { Refusal } from "./guard";
import { atMost, code, folded, link, plain } from "./markdown";
import type { Step, Violation } from "../preview/preview";
import { isRefused, mandatory, type StackReport } from "./report";

/** Where the section's links lead. */
export interface Addresses {
  readonly logs: string | undefined;
  readonly source: string | undefined;
}

/** More than this of what destroys nothing is folded away. */
const mostInSight = 12;

/** Longest list of what destroys nothing. */
const mostLines = 60;

/** What a change would do to one stack: what stops it first, what destroys next, then the rest. */
export function stackSection(report: StackReport, addresses: Addresses): string[] {
  return [
    `### ${plain(report.stack)}`,
    "",
    ...titled("**Refused**", refusedLines(report, addresses)),
    ...failure(report, addresses),
    ...unjudged(report),
    ...titled("**What is declared differently**", declaredLines(report)),
    ...changeLines(report),
    ...warnings(report, addresses),
  ];
}

function titled(title: string, lines: readonly string[]): string[] {
  return lines.length === 0 ? [] : [title, "", ...lines, ""];
}

function refusedLines(report: StackReport, { source }: Addresses): string[] {
  return [
    ...report.problems.map((problem) => `- ${plain(problem)}`),
    ...violationLines(mandatory(report), source),
    ...report.refusals.map(refusalLine),
  ];
}

/** Each policy once, with where it is explained, and what it says of each resource below. */
function violationLines(violations: readonly Violation[], source: string | undefined): string[] {
  const policies = [...new Set(violations.map(({ policy }) => policy))];
  return policies.flatMap((name) => {
    const found = violations.filter(({ policy }) => policy === name);
    const [{ severity, page } = {}] = found;
    const weight = severity === undefined ? "" : ` (${plain(severity)})`;
    const messages = found.map(({ message }) => `  - ${plain(message)}`);
    return [`- ${code(name)}${weight}${reference(page, source)}`, ...atMost(messages, mostLines)];
  });
}

function reference(page: string | undefined, source: string | undefined): string {
  if (page === undefined) return "";
  const text = "why, and what instead";
  return source === undefined ? `, ${text}: ${code(page)}` : `, ${link(text, `${source}/${page}`)}`;
}

function refusalLine({ resource, type, operation, reason, remedy }: Refusal): string {
  const kind =
    type === undefined ? "" : ` (${plain((type.split(":").at(-1) ?? "").toLowerCase())})`;
  const what = [
    operation === undefined ? "" : plain(operation),
    resource === undefined ? "" : code(resource),
  ];
  const subject = what.filter((word) => word !== "").join(" ");
  const instead = remedy === undefined ? "" : ` ${plain(remedy)}`;
  return `- guard${subject === "" ? "" : `, **${subject}**${kind}`}: ${plain(reason)}${instead}`;
}

/** Of an error of the program nothing is repeated: whoever wrote it may have quoted a value. */
function failure(report: StackReport, { logs }: Addresses): string[] {
  const explained = mandatory(report).length > 0 || report.problems.length > 0;
  if (report.preview.succeeded || explained) return [];
  return [`The preview ended with an error; the ${link("log", logs)} says which.`, ""];
}

function unjudged({ preview }: StackReport): string[] {
  return preview.judged || preview.steps.length === 0
    ? []
    : ["⚠️ This preview does not tell of any policy.", ""];
}

function declaredLines({ changes }: StackReport): string[] {
  return (changes ?? []).flatMap(({ subject, lines }) =>
    atMost(
      lines.map((line) => `- ${plain(`${subject}: ${line}`)}`),
      mostLines,
    ),
  );
}

function changeLines(report: StackReport): string[] {
  const { steps, fromNothing } = report.preview;
  const changing = steps.filter(({ operation }) => operation !== "same");
  if (changing.length === 0) return isRefused(report) ? [] : ["No resource changes.", ""];
  const subjects = [...new Set(changing.map(({ application }) => application))].sort(sharedLast);
  const groups = subjects.map((subject) => ({
    title: subject === undefined ? "the stack" : code(subject),
    steps: changing.filter(({ application }) => application === subject),
  }));
  if (fromNothing) {
    const note =
      "Everything is new: nothing was deployed before, or there was no state to compare with.";
    return [note, "", ...groups.map(({ title, steps: of }) => `- ${title}: ${kinds(of)}`), ""];
  }
  return groups.flatMap(({ title, steps: of }) => group(title, of));
}

function group(title: string, steps: readonly Step[]): string[] {
  const [hard, soft] = [steps.filter(destroys), steps.filter((step) => !destroys(step))];
  const others = soft.map(stepLine).sort();
  const rest =
    others.length > mostInSight
      ? [
          ...(hard.length > 0 ? [""] : []),
          ...folded(`${others.length} others: ${operations(soft)}`, atMost(others, mostLines)),
        ]
      : others;
  return [`**Resources of ${title}**`, "", ...hard.map(stepLine).sort(), ...rest, ""];
}

function destroys({ operation }: Step): boolean {
  return operation === "replace" || operation === "delete";
}

function stepLine(step: Step): string {
  const what = `${plain(step.operation)} ${code(step.resource)}`;
  const because = step.inputs.length === 0 ? "" : `: ${step.inputs.map(code).join(", ")}`;
  return `- ${destroys(step) ? `**${what}**` : what} (${plain(step.kind)})${because}`;
}

function warnings(report: StackReport, { source }: Addresses): string[] {
  const advisory = report.preview.violations.filter(({ level }) => level !== "mandatory");
  const lines = atMost(violationLines(advisory, source), mostLines);
  const block = folded(`${advisory.length} warned of, which stops nothing`, lines);
  return block.length === 0 ? [] : [...block, ""];
}

/** "5 container, 9 volume" */
function kinds(steps: readonly Step[]): string {
  return tally(steps.map(({ kind }) => kind))
    .map((text) => plain(text))
    .join(", ");
}

function operations(steps: readonly Step[]): string {
  return tally(steps.map(({ operation }) => operation))
    .map((text) => plain(text))
    .join(", ");
}

function tally(words: readonly string[]): string[] {
  return [...new Set(words)]
    .sort()
    .map((word) => `${words.filter((other) => other === word).length} ${word}`);
}

function sharedLast(a: string | undefined, b: string | undefined): number {
  if (a === undefined || b === undefined) return a === b ? 0 : a === undefined ? 1 : -1;
  return a < b ? -1 : 1;
}

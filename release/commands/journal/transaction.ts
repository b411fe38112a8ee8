import type { JournalEntry } from "../../../spec/journal";
import { describeActor } from "../../actor";
import { OperationFailure } from "../../failure";
import type { Journal, UnfinishedTransaction } from "../../journal";
import { describeMaintenance, describeTotal, goalMinutes } from "../goal";
import { count, describeRelease, duration, table, timeOf, wrap } from "../text";

/**
 * Everything that the journal says about one transaction, for people.
 * @throws OperationFailure when there is none of that id.
 */
export function renderTransaction(journal: Journal, application: string, id: string): string[] {
  const found = findTransaction(journal, application, id);
  return "outcome" in found ? renderEntry(found) : renderUnfinished(found);
}

/** See `renderTransaction`. */
export function findTransaction(
  { entries, unfinished }: Journal,
  application: string,
  id: string,
): JournalEntry | UnfinishedTransaction {
  const found = [...entries, ...unfinished].find((one) => one.id === id);
  if (found !== undefined) return found;
  const newest = entries.at(-1)?.id;
  const hint = newest === undefined ? "there is none yet" : `the newest is ${newest}`;
  throw new OperationFailure(`The journal of ${application} has no transaction "${id}"; ${hint}.`);
}

function renderEntry(entry: JournalEntry): string[] {
  const { maintenanceMinutes, restorePoint, approval, rollback, reason } = entry;
  const facts: [string, string | undefined][] = [
    ["outcome", outcomes[entry.outcome]],
    ["reason", reason],
    ["from", describeRelease(entry.from)],
    ["to", describeRelease(entry.to)],
    ["by", describeActor(entry.actor)],
    ["began", timeOf(entry.startedAt)],
    ["took", `${describeTotal(entry)} (goal ${goalMinutes} min)`],
    ["maintenance", `${describeMaintenance(entry)} (declared ${maintenanceMinutes} min)`],
    ["migrations", describeMigrations(entry)],
    ["restore point", restorePoint],
    ["approval", approval],
    ["rollback", rollback && rollbacks[rollback]],
  ];
  return [
    `transaction ${entry.id} of ${entry.application}`,
    ...facts.flatMap(([name, text]) => (text ? wrap(`  ${name.padEnd(13)} `, text) : [])),
    "  steps",
    ...table(
      entry.steps.map(({ step, milliseconds }) => [step, duration(milliseconds)]),
      "    ",
    ),
  ];
}

const outcomes = {
  released: "released",
  undone: "undone: everything was taken back, the release before serves on",
  kept: "kept: it failed when users were on it already, and stays in service",
  stuck: "stuck: something could not be taken back",
};

const rollbacks = {
  code: "by code alone",
  revert: "its migrations were taken back",
  "restore-point": "a restore point was put back",
};

function describeMigrations({ migrations, reversible, rollback }: JournalEntry): string {
  if (migrations.length === 0) return "none";
  const names = migrations.join(", ");
  if (rollback !== undefined) return `${names} (taken back)`;
  const back = reversible ? "the application can take them back" : "not reversible";
  return `${names} (${back})`;
}

function renderUnfinished({ id, steps }: UnfinishedTransaction): string[] {
  return [
    `transaction ${id} has no end: it is at work, or was killed and is settled by make up`,
    `  ${count(steps.length, "record")}`,
    ...table(
      steps.map(({ step, event, at }) => [at === "" ? "-" : timeOf(at), step, event]),
      "    ",
    ),
  ];
}

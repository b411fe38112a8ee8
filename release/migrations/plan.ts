import { createHash } from "node:crypto";

import type { MigrationPlan, MigrationRisk, PlannedMigration } from "../../spec/migrations";

const explanations: Readonly<Record<MigrationRisk, string>> = {
  irreversible: "cannot be taken back",
  "drops-data": "data go away",
  renames: "the code in service no longer finds it",
  "requires-value": "rows written by the code in service are refused",
  opaque: "read the code: nothing is known about it",
};

const longestStatement = 160;
const shownStatements = 20;

/** Hash of what would run, "sha256:…": the same plan has the same hash on every machine. */
export function planHash({ pending }: MigrationPlan): string {
  return `sha256:${createHash("sha256").update(canonical(pending)).digest("hex")}`;
}

/** Operations that a person has to accept one by one, as `<migration>: <operation>`; none for a new database. */
export function risksOf({ empty, pending }: MigrationPlan): string[] {
  if (empty) return [];
  const all = pending.flatMap(({ id, operations }) =>
    operations
      .filter(({ risks }) => risks.length > 0)
      .map(({ description }) => `${id}: ${description}`),
  );
  return [...new Set(all)];
}

/** The plan for people, line by line. */
export function describePlan(plan: MigrationPlan): string[] {
  const { empty, pending, unknown } = plan;
  const beginning =
    pending.length === 0
      ? "No migration is pending."
      : `${count(pending.length, "migration")} pending${empty ? "; the database is new, nothing can be lost" : ""}:`;
  return [
    beginning,
    ...pending.flatMap(describeMigration),
    ...(unknown.length > 0
      ? [
          `The database has ${count(unknown.length, "migration")} that the image does not have: the image is older than the data.`,
          ...unknown.map((id) => `  ${id}`),
        ]
      : []),
  ];
}

function describeMigration({
  id,
  atomic,
  reversible,
  operations,
  sql,
}: PlannedMigration): string[] {
  const marks = [
    reversible ? "can be taken back" : "CANNOT be taken back with its data",
    ...(atomic ? [] : ["a failure in its middle leaves traces"]),
  ];
  const shown = sql.slice(0, shownStatements);
  return [
    `  ${id} (${marks.join("; ")})`,
    ...operations.map(
      ({ description, risks }) =>
        `    ${risks.length > 0 ? "!" : "-"} ${description}${risks.map((risk) => ` [${risk}: ${explanations[risk]}]`).join("")}`,
    ),
    ...shown.map((statement) => `      ${shorten(statement)}`),
    ...(sql.length > shown.length ? [`      … ${sql.length - shown.length} more statements`] : []),
  ];
}

function shorten(statement: string): string {
  const line = statement.replace(/\s+/g, " ").trim();
  return line.length > longestStatement ? `${line.slice(0, longestStatement)} …` : line;
}

function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? "" : "s"}`;
}

/** Sorted keys: the order in which a program prints them means nothing. */
function canonical(value: unknown): string {
  return JSON.stringify(value, (_key, item: unknown) =>
    typeof item === "object" && item !== null && !Array.isArray(item)
      ? Object.fromEntries(Object.entries(item).sort(([one], [other]) => (one < other ? -1 : 1)))
      : item,
  );
}

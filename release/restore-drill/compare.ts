import type { DataDigest, RecordedDigest, RecordedTable } from "../restore-point";
import type { DrillCoverage } from "../../spec/journal";

/** What a comparison found. */
export interface DrillComparison {
  readonly covered: DrillCoverage;
  /** One text each; empty when what was restored is what was saved. */
  readonly differences: readonly string[];
}

/**
 * Holds what was restored against what was recorded with the restore point, not against the live
 * data: users write on, so a difference to those would say nothing. What was recorded is of the very
 * moment of the dump:
 * - PostgreSQL: rows and digests are read by the server in the snapshot that the dump exports.
 * - MariaDB: a snapshot cannot be shared, so tables that changed between a reading before and one after
 *   the dump are counted as changing, and only have to be there.
 * - Where numbering goes on (sequences) belongs to no snapshot and moves: it only has to be there.
 * - Files: the digest is read between two lists of the volume that are the same, as the archive is.
 */
export function compareData(recorded: RecordedDigest, restored: DataDigest): DrillComparison {
  const steady = recorded.tables.filter((table) => "rows" in table);
  return {
    covered: {
      tables: steady.length,
      rows: steady.reduce((sum, { rows }) => sum + rows, 0),
      changingTables: recorded.tables.length - steady.length,
      sequences: recorded.sequences.length,
      volumes: recorded.volumes.length,
      files: recorded.volumes.reduce((sum, { files }) => sum + files, 0),
    },
    differences: [
      ...tableDifferences(recorded.tables, restored.tables),
      ...missing("sequence", recorded.sequences, restored.sequences, ({ sequence }) => sequence),
      ...(recorded.schema === restored.schema
        ? []
        : ["definitions of tables, indexes, views or rights differ"]),
      ...volumeDifferences(recorded.volumes, restored.volumes),
    ],
  };
}

function tableDifferences(
  recorded: readonly RecordedTable[],
  restored: DataDigest["tables"],
): string[] {
  const found = new Map(restored.map((table) => [table.table, table]));
  const known = new Set(recorded.map(({ table }) => table));
  const wrong = recorded.flatMap((saved) => {
    const copy = found.get(saved.table);
    if (copy === undefined) return [`table ${saved.table} is missing`];
    if (!("rows" in saved)) return [];
    if (copy.rows !== saved.rows) {
      return [`table ${saved.table} has ${copy.rows} rows, ${saved.rows} were saved`];
    }
    return copy.digest === saved.digest ? [] : [`table ${saved.table} has other content`];
  });
  const added = restored.filter(({ table }) => !known.has(table));
  return [...wrong, ...added.map(({ table }) => `table ${table} was not saved`)];
}

function volumeDifferences(
  recorded: DataDigest["volumes"],
  restored: DataDigest["volumes"],
): string[] {
  return recorded.flatMap((saved) => {
    const copy = restored.find(({ name }) => name === saved.name);
    if (copy === undefined) return [`the files of ${saved.name} are missing`];
    if (copy.files !== saved.files) {
      return [`${saved.name} has ${copy.files} files, ${saved.files} were saved`];
    }
    return copy.digest === saved.digest
      ? []
      : [`files of ${saved.name} have other content, owners or rights`];
  });
}

function missing<Item>(
  kind: string,
  recorded: readonly Item[],
  restored: readonly Item[],
  name: (item: Item) => string,
): string[] {
  const found = new Set(restored.map(name));
  return recorded
    .map(name)
    .filter((one) => !found.has(one))
    .map((one) => `${kind} ${one} is missing`);
}

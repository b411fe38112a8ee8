import type { DrillCoverage, RestoreDrill } from "../../../spec/journal";
import { count, duration, megabytes, wrap } from "../text";

/** A drill for people, in lines of a terminal. */
export function renderDrill(drill: RestoreDrill): string[] {
  const facts = [
    ...shortFacts(drill),
    drill.outcome === "ok" ? "ok" : `failed: ${drill.reason ?? ""}`,
  ];
  return [`${drill.application} ${drill.version}`, ...facts.flatMap((fact) => wrap("  ", fact))];
}

/** What was taken and restored, in which time, and what was compared; as far as the drill came. */
export function shortFacts(drill: RestoreDrill): string[] {
  const { bytes, takeMilliseconds: taken, restoreMilliseconds: restored, covered } = drill;
  const times = [
    ...(bytes === undefined || taken === undefined
      ? []
      : [`restore point of ${megabytes(bytes)} taken in ${duration(taken)}`]),
    ...(restored === undefined ? [] : [`restored in ${duration(restored)}`]),
  ].join(", ");
  return [
    ...(times === "" ? [] : [times]),
    ...(covered === undefined ? [] : [`compared: ${describeCoverage(covered)}`]),
  ];
}

function describeCoverage(covered: DrillCoverage): string {
  const { tables, rows, changingTables, sequences, volumes, files } = covered;
  return [
    ...(tables + changingTables === 0
      ? []
      : [`${count(tables, "table")} with ${count(rows, "row")}`, "definitions"]),
    ...(sequences === 0 ? [] : [`${count(sequences, "sequence")} by name`]),
    ...(changingTables === 0
      ? []
      : [`${count(changingTables, "table")} by name, because users wrote to them`]),
    ...(volumes === 0 ? [] : [`${count(files, "file")} of ${count(volumes, "volume")}`]),
  ].join(", ");
}

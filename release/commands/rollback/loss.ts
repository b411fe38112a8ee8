import type { RestorePointSummary, TableChange } from "../../restore-point";
import { duration, table, timeOf } from "../text";

/**
 * Says what putting a restore point back takes away, in lines for people.
 * @param lost Version before whose migrations it was taken.
 */
export function describeLoss(
  { id, createdAt }: RestorePointSummary,
  changes: readonly TableChange[],
  lost: string,
  now: Date,
): string[] {
  const age = duration(Math.max(0, now.getTime() - Date.parse(createdAt)));
  const changed = changes.filter((one) => one.changed);
  const head = `The data goes back to the restore point ${id}:`;
  const when = `taken ${age} ago (${timeOf(createdAt)}), before ${lost} came.`;
  if (changed.length === 0) return [head, when, "No table and no file has changed since."];
  const rows = changed.map(({ table: name, before, now: current }) => [
    name,
    String(before),
    String(current),
    difference(current - before),
  ]);
  return [
    head,
    when,
    "EVERYTHING WRITTEN SINCE IS LOST. What has changed, in rows or files:",
    ...table([["", "then", "now", "difference"], ...rows], "  "),
    "Before it begins, the data of now is saved as a restore point of its own.",
  ];
}

function difference(rows: number): string {
  if (rows === 0) return "changed";
  return rows > 0 ? `${rows} more` : `${-rows} fewer`;
}

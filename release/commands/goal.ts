import type { JournalEntry } from "../../spec/journal";
import { goalMilliseconds } from "../transaction/summary";
import { duration } from "./text";

const minute = 60_000;

/** What a release may take, in minutes. */
export const goalMinutes = goalMilliseconds / minute;

/** Time from the beginning of a transaction to its end, in milliseconds. */
export function totalMilliseconds({ startedAt, endedAt }: JournalEntry): number {
  return Math.max(0, Date.parse(endedAt) - Date.parse(startedAt));
}

/** "1 min 02 s", with "over" when the goal was missed. */
export function describeTotal(entry: JournalEntry): string {
  const total = totalMilliseconds(entry);
  return marked(duration(total), total, goalMinutes);
}

/** "32 s", with "over" when it was longer than declared; "none" when users saw no page. */
export function describeMaintenance(entry: JournalEntry): string {
  const { maintenanceMilliseconds: total, maintenanceMinutes } = entry;
  return total === 0 ? "none" : marked(duration(total), total, maintenanceMinutes);
}

/** The same two in the width that a table has for them: "42 s", "12.5 min over". */
export function shortTimes(entry: JournalEntry): [total: string, maintenance: string] {
  const { maintenanceMilliseconds, maintenanceMinutes } = entry;
  const total = totalMilliseconds(entry);
  return [
    marked(short(total), total, goalMinutes),
    maintenanceMilliseconds === 0
      ? "-"
      : marked(short(maintenanceMilliseconds), maintenanceMilliseconds, maintenanceMinutes),
  ];
}

function short(milliseconds: number): string {
  return milliseconds < minute
    ? duration(milliseconds)
    : `${(milliseconds / minute).toFixed(1)} min`;
}

function marked(text: string, milliseconds: number, minutes: number): string {
  return milliseconds > minutes * minute ? `${text} over` : text;
}

/** How a transaction ended, in one or two words. */
export function shortOutcome({ outcome, rollback }: JournalEntry): string {
  return rollback !== undefined && outcome === "released" ? "rolled back" : outcome;
}

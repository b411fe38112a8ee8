import type { JournalEntry } from "../../spec/journal";

/** A release that takes longer misses what it was promised to take: five minutes, in milliseconds. */
export const goalMilliseconds = 5 * 60 * 1000;

/** What people are told at the end of a transaction: total against the goal, maintenance against its window. */
export function summarise(entry: JournalEntry): string[] {
  const total = Date.parse(entry.endedAt) - Date.parse(entry.startedAt);
  const over = total > goalMilliseconds ? ", more than the goal of 5 min" : "";
  const lines = [`${headline(entry)} after ${seconds(total)}${over}`];
  if (entry.maintenanceMilliseconds > 0) {
    const window = entry.maintenanceMinutes * 60_000;
    const verdict =
      entry.maintenanceMilliseconds > window
        ? `LONGER than the ${entry.maintenanceMinutes} min that were announced`
        : `${entry.maintenanceMinutes} min were announced`;
    lines.push(`maintenance ${seconds(entry.maintenanceMilliseconds)}; ${verdict}`);
  }
  return lines;
}

function headline({ application, to, from, outcome }: JournalEntry): string {
  switch (outcome) {
    case "released":
      return `${application} ${to.version} is in service`;
    case "kept":
      return `${application} ${to.version} stays in service although its release failed`;
    case "undone":
      return from === undefined
        ? `${application} has no release in service yet; the attempt ended`
        : `${application} ${from.version} serves on`;
    case "stuck":
      return `${application} needs a person`;
  }
}

function seconds(milliseconds: number): string {
  return `${(milliseconds / 1000).toFixed(1)} s`;
}

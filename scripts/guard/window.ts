import {
  type ChangesSpec,
  type FreezeSpec,
  type Weekday,
  weekdays,
  type WindowSpec,
} from "../../spec/guard";

/** A moment as the clocks of a zone show it. */
interface LocalTime {
  readonly weekday: Weekday;
  readonly dayBefore: Weekday;
  /** YYYY-MM-DD. */
  readonly date: string;
  /** HH:MM. */
  readonly time: string;
}

/** Whether the stack may be changed by the clock: no window is a window that never closes. */
export function isOpen({ window, timeZone }: ChangesSpec, now: Date): boolean {
  if (window === undefined) return true;
  const { weekday, dayBefore, time } = localTime(now, timeZone);
  const opens = (day: Weekday): boolean => window.days.includes(day);
  if (window.from < window.to) return opens(weekday) && window.from <= time && time < window.to;
  return (opens(weekday) && window.from <= time) || (opens(dayBefore) && time < window.to);
}

/** The freeze that a moment lies in; undefined when there is none. */
export function freezeAt({ freezes, timeZone }: ChangesSpec, now: Date): FreezeSpec | undefined {
  const { date } = localTime(now, timeZone);
  return freezes.find(({ from, until }) => from <= date && date <= until);
}

/** "monday, tuesday 07:30 to 18:00 (Europe/Paris)". */
export function describeWindow({ days, from, to }: WindowSpec, timeZone: string): string {
  return `${days.join(", ")} ${from} to ${to} (${timeZone})`;
}

function localTime(now: Date, timeZone: string): LocalTime {
  const format = new Intl.DateTimeFormat("en-CA", {
    timeZone,
    year: "numeric",
    month: "2-digit",
    day: "2-digit",
    hour: "2-digit",
    minute: "2-digit",
    hourCycle: "h23",
  });
  const parts = Object.fromEntries(
    format.formatToParts(now).map(({ type, value }) => [type, value]),
  );
  const date = `${parts.year ?? ""}-${parts.month ?? ""}-${parts.day ?? ""}`;
  // JavaScript's week begins on Sunday.
  const index = new Date(`${date}T00:00:00Z`).getUTCDay();
  return {
    weekday: weekdays[(index + 6) % 7] ?? "sunday",
    dayBefore: weekdays[(index + 5) % 7] ?? "saturday",
    date,
    time: `${parts.hour ?? ""}:${parts.minute ?? ""}`,
  };
}

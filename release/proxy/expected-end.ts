import type { MaintenanceSpec } from "../../spec/lifecycle";

/** When a maintenance is expected to end, as users and programs are told. */
export interface ExpectedEnd {
  /** Wall clock of the declared zone, for example "14:35 (Europe/Paris)", with the day when it is another one. */
  readonly until: string;
  readonly retryAfterSeconds: number;
}

const minute = 60_000;
const hour = 60 * minute;

/** The end of a maintenance that begins now. */
export function expectedEnd(maintenance: MaintenanceSpec, now: Date): ExpectedEnd {
  const { minutes, timeZone, language } = maintenance;
  // Up to the full minute: an end that is past by some seconds would be a broken promise.
  const end = new Date(Math.ceil((now.getTime() + minutes * minute) / minute) * minute);
  const locale = language === "fr" ? "fr-FR" : "en-GB";
  const print = (at: Date, options: Intl.DateTimeFormatOptions): string =>
    new Intl.DateTimeFormat(locale, { timeZone, ...options }).format(at);
  const clock = (at: Date): string =>
    print(at, { hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
  const day = (at: Date): string => print(at, { weekday: "long", day: "numeric", month: "long" });
  const place = timeZone.replaceAll("_", " ");
  const zone = isRepeated(end, clock) ? `${place}, ${offsetOf(end, timeZone)}` : place;
  const date = day(end) === day(now) ? "" : `, ${day(end).replace(",", "")}`;
  return { until: `${clock(end)}${date} (${zone})`, retryAfterSeconds: minutes * 60 };
}

/** In the night when clocks are set back, one hour comes twice. */
function isRepeated(at: Date, clock: (at: Date) => string): boolean {
  return [-hour, hour].some((shift) => clock(new Date(at.getTime() + shift)) === clock(at));
}

function offsetOf(at: Date, timeZone: string): string {
  const parts = new Intl.DateTimeFormat("en", { timeZone, timeZoneName: "shortOffset" });
  const name = parts.formatToParts(at).find(({ type }) => type === "timeZoneName");
  return (name?.value ?? "GMT").replace("GMT", "UTC");
}

import { text } from "./leaf";

/** A day of the calendar. */
export const day = text({
  expected: 'a day in quotes, as "2027-01-31"',
  pattern: /^\d{4}-\d{2}-\d{2}$/,
  accepts: isDay,
  // The Pulumi CLI makes a moment of a day without quotes.
  advice: (value) =>
    typeof value === "string" && /^\d{4}-\d{2}-\d{2} /.test(value)
      ? "write it in quotes"
      : undefined,
});

const line = /^[^\s\p{Cc}\p{Cf}\p{Zl}\p{Zp}][^\p{Cc}\p{Cf}\p{Zl}\p{Zp}]{9,199}$/u;

/** Why something is out of the ordinary for a while. */
export const reason = text({
  expected: "one line of 10 to 200 characters that says why, and what has to happen first",
  pattern: line,
});

/** Why something is as it is; nothing has to happen for it to end. */
export const why = text({
  expected: "one line of 10 to 200 characters that says why",
  pattern: line,
});

/** A time zone by its IANA name. */
export const timeZone = text({
  expected: 'the name of a time zone, as "Europe/Paris"',
  pattern: /^[A-Za-z_+-]+(?:\/[A-Za-z0-9_+-]+)*$/,
  accepts: isTimeZone,
});

function isDay(value: string): boolean {
  const moment = Date.parse(`${value}T00:00:00Z`);
  // JavaScript takes 31 February for 3 March.
  return !Number.isNaN(moment) && new Date(moment).toISOString().startsWith(value);
}

function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat("en", { timeZone: name });
    return true;
  } catch {
    return false;
  }
}

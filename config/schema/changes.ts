import { weekdays } from "../../spec/guard";
import { about } from "./about";
import { day, timeZone, why } from "./day";
import { choice, integer, text } from "./leaf";
import { listOf, maybe, section } from "./shape";

const clock = /^(?:[01]\d|2[0-3]):[0-5]\d$/;

const time = text({
  expected: 'a time of day in quotes, as "07:30"',
  pattern: clock,
  advice: (value) => {
    const meant = timeMeant(value);
    return meant === undefined ? undefined : `write it as "${meant}"`;
  },
});

/** The time that somebody wrote another way; undefined when nobody can tell. */
function timeMeant(value: unknown): string | undefined {
  // YAML 1.1 takes 22:00 for a number to the base of sixty; a small one is an hour.
  const minutes = typeof value === "number" && value > 23 ? value : undefined;
  const parts = /^(\d{1,2})(?:[:.h](\d{2})?)?$/.exec(String(value));
  const [hour, minute] =
    minutes === undefined
      ? [parts?.[1] ?? "", parts?.[2] ?? "0"]
      : [String(Math.floor(minutes / 60)), String(minutes % 60)];
  const meant = `${hour.padStart(2, "0")}:${minute.padStart(2, "0")}`;
  return hour !== "" && clock.test(meant) ? meant : undefined;
}

const window = section({
  days: about(listOf(choice(weekdays), "days of the week").min(1), {
    purpose: "Days on which the window opens.",
    effect: "nothing",
  }),
  from: about(time, { purpose: "When it opens.", effect: "nothing" }),
  to: about(time, {
    purpose: "When it closes; on the next day, when it is before the opening.",
    effect: "nothing",
  }),
});

const freeze = section({
  from: about(day, { purpose: "First day.", effect: "nothing" }),
  until: about(day, { purpose: "Last day.", effect: "nothing" }),
  reason: about(why, { purpose: "Why, for whoever is stopped by it.", effect: "nothing" }),
});

/** `palier:changes`. */
export const changes = section({
  maximumReplacements: about(
    maybe(integer({ expected: "0 to 1000 replacements", minimum: 0, maximum: 1000 })),
    {
      purpose:
        "How many resources one update may replace; containers of a release and operations do not count.",
      effect: "nothing",
      fallback: "the tier's",
    },
  ),
  timeZone: about(maybe(timeZone), {
    purpose: "Zone in which window and freezes are meant.",
    effect: "nothing",
    fallback: "Europe/Paris",
  }),
  window: about(maybe(window), {
    purpose: "When the stack may be changed.",
    effect: "nothing",
    fallback: "always",
  }),
  freezes: about(listOf(freeze, "freezes").default([]), {
    purpose: "Days on which it may not: each with from, until and reason.",
    effect: "nothing",
    fallback: "none",
  }),
});

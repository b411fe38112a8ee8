import { overridable } from "../../spec/guard";
import { about } from "./about";
import { day, reason } from "./day";
import { choice, text } from "./leaf";
import { listOf, maybe, section } from "./shape";

const resource = text({
  expected: "the name of a resource in the program, as copies-database-data",
  pattern: /^[a-z][a-z0-9-]{0,99}$/,
});

/** One entry of `palier:overrides`. */
export const override = section({
  allow: about(choice(overridable), {
    purpose:
      "What is let through: the first three for one resource, the others for an update as a whole.",
    effect: "nothing",
  }),
  resource: about(maybe(resource), {
    purpose: "Logical name of the resource, as the refusal shows it.",
    effect: "nothing",
    fallback: "the update as a whole",
  }),
  reason: about(reason, { purpose: "Why, for whoever reviews it.", effect: "nothing" }),
  until: about(day, {
    purpose: "Last day on which it counts (UTC), within 31 days. Ended ones stop every update.",
    effect: "nothing",
  }),
});

/** `palier:overrides`. */
export const overrides = listOf(override, "overrides");

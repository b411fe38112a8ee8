import { about } from "./about";
import { day, reason } from "./day";
import { text } from "./leaf";
import { listOf, section } from "./shape";

/** Form of a policy's name; which names there are is checked where the policies are at hand. */
const policy = text({
  expected: "the name of a policy, as require-memory-limit",
  pattern: /^(?:disallow|protect|require|restrict)(?:-[a-z0-9]+)+$/,
});

const resource = text({
  expected: "the name of a container in the program, as copies-web-1",
  pattern: /^[a-z][a-z0-9-]{0,99}$/,
});

/** `palier:exemptions`. */
export const exemptions = listOf(
  section({
    policy: about(policy, {
      purpose: "Policy that the container may violate; see the reference of the policies.",
      effect: "replace",
    }),
    resource: about(resource, {
      purpose: "Logical name of the container, as the refusal shows it.",
      effect: "replace",
    }),
    reason: about(reason, {
      purpose: "Why, for whoever reviews it.",
      effect: "replace",
    }),
    until: about(day, {
      purpose: "Last day on which it counts (UTC), within 366 days.",
      effect: "replace",
    }),
  }),
  "exemptions",
);

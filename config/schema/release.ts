import { about } from "./about";
import { timeZone } from "./day";
import { integer, text } from "./leaf";
import { listOf, mapOf, maybe, section } from "./shape";
import { urlPath } from "./text";

const needle = text({
  expected: "1 to 200 characters on one line",
  pattern: /^[^\p{Cc}\p{Cf}\p{Zl}\p{Zp}]{1,200}$/u,
});

const headerName = {
  pattern: /^[a-z0-9-]{1,64}$/,
  expected: "the name of a response header in lower case, as content-type",
  by: "header",
} as const;

const smokeTest = section({
  path: about(urlPath, { purpose: "Path that is asked for.", effect: "nothing" }),
  status: about(
    integer({ expected: "a status from 100 to 599", minimum: 100, maximum: 599 }).default(200),
    {
      purpose: "Expected status; redirects are not followed.",
      effect: "nothing",
      fallback: "200",
    },
  ),
  contains: about(listOf(needle, "texts").default([]), {
    purpose:
      "Texts that the page has to contain; `{{version}}` stands for the application's version.",
    effect: "nothing",
    fallback: "none",
  }),
  absent: about(listOf(needle, "texts").default([]), {
    purpose: "Texts that the page must not contain.",
    effect: "nothing",
    fallback: "none",
  }),
  headers: about(mapOf(headerName, needle).default({}), {
    purpose: "Response headers with the text that each has to contain.",
    effect: "nothing",
    fallback: "none",
  }),
});

const watch = section({
  seconds: about(maybe(integer({ expected: "0 to 3600 seconds", minimum: 0, maximum: 3600 })), {
    purpose:
      "How long a new release is watched while the old one could still take over; 0 is not at all.",
    effect: "nothing",
    fallback: "the tier's",
  }),
  errorPercent: about(maybe(integer({ expected: "0 to 100 percent", minimum: 0, maximum: 100 })), {
    purpose:
      "Share of answers with a status from 500 on above which the old release takes over again.",
    effect: "nothing",
    fallback: "the tier's",
  }),
  minimumRequests: about(
    maybe(integer({ expected: "1 to 100000 requests", minimum: 1, maximum: 100_000 })),
    {
      purpose: "Fewer answers than this prove nothing.",
      effect: "nothing",
      fallback: "the tier's",
    },
  ),
});

/** `palier:applications.<name>.release`. */
export const release = section({
  smokeTests: about(listOf(smokeTest, "smoke tests").default([]), {
    purpose: "Questions to the new release before users come, beside the blueprint's own.",
    effect: "nothing",
    fallback: "none",
  }),
  watch: about(maybe(watch), {
    purpose: "What happens after users were sent to the new release.",
    effect: "nothing",
    fallback: "the tier's",
  }),
  maintenanceMinutes: about(
    maybe(integer({ expected: "1 to 720 minutes", minimum: 1, maximum: 720 })),
    {
      purpose: "Declared length of a maintenance: shown to users, and an overrun is reported.",
      effect: "nothing",
      fallback: "the tier's",
    },
  ),
  timeZone: about(maybe(timeZone), {
    purpose: "Zone in which users read when a maintenance ends.",
    effect: "nothing",
    fallback: "Europe/Paris",
  }),
  restorePoints: about(
    maybe(integer({ expected: "1 to 100 restore points", minimum: 1, maximum: 100 })),
    {
      purpose: "Newest restore points that are kept; each release with migrations takes one.",
      effect: "nothing",
      fallback: "the tier's",
    },
  ),
});

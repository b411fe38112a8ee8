import { types } from "../../../../policies/shared/types";
import { container, labelled, resource, volume } from "../support/resources";
import { type Samples, variants } from "../support/samples";
import { unknownText } from "../support/unknown";

const name = "palier.exempt.require-memory-limit";
const usual = labelled({ component: "web" });
const good = "until 2026-12-31: the vendor's image is replaced in December";
/** The exemption as a label of a container and of a volume, and as a tag on AWS. */
const carrying = (value: string, key = name) =>
  variants(
    container({ labels: [...usual, { label: key, value }] }),
    { ...volume("data", true), props: { labels: [{ label: key, value }] } },
    resource("aws:s3/bucket:Bucket", { tags: { team: "web", [key]: value } }),
  );

export const samples: Samples = {
  levels: "A M M M",
  compliant: {
    "no exemption": container(),
    "one that is in force": carrying(good),
    "one that ends today": carrying("until 2026-06-01: gone tomorrow"),
    "one that ends in a year": carrying("until 2027-06-02: a long migration"),
    "one from this very policy": carrying(good, "palier.exempt.require-valid-exemptions"),
    "another label": carrying("anything", "palier.exemption"),
    "labels and tags of another kind": variants(
      resource(types.localCommand, { labels: "x", tags: ["x"] }),
      resource(types.localCommand, { labels: { a: "b" }, tags: null }),
    ),
  },
  violating: {
    "one that has expired": [
      carrying("until 2026-05-31: soon"),
      /limit has expired; remove the entry if .* \(written in palier:exemptions, or as that label\)/,
    ],
    "one without a reason": [carrying("until 2026-12-31: "), /says no reason; write "until/],
    "one without a reason and a colon": [carrying("until 2026-12-31"), /says no reason/],
    "one without a date": [carrying("because we can"), /says no date; write "until YYYY/],
    "one with a date that does not exist": [carrying("until 2026-02-30: soon"), /says no date/],
    "one with a date in another form": [carrying("until 31.12.2026: soon"), /says no date/],
    "one that says something before the date": [carrying("not until 2026-12-31: soon"), /no date/],
    "one that reaches too far": [
      carrying("until 2027-06-03: later"),
      /more than 366 days ahead; give 2027-06-02 or an earlier date \(/,
    ],
    "one from this very policy that has expired": [
      carrying("until 2026-05-31: soon", "palier.exempt.require-valid-exemptions"),
      /exemptions has expired/,
    ],
    "one without a date from a policy that does not exist": [
      carrying("soon", "palier.exempt.nothing-at-all-like-it"),
      /like-it names no policy; "make policies" lists them/,
    ],
    "one from a policy that does not exist": [
      carrying(good, "palier.exempt.require-memory-limits"),
      /limits names no policy; did you mean "require-memory-limit"\? "make policies" lists them \(written/,
    ],
  },
  decisive: ["labels", "labels.label", "labels.value", "tags", `tags.${name}`],
  postponed: { "one that is not known": carrying(unknownText) },
};

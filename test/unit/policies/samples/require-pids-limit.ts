import { both, labelled } from "../support/resources";
import type { Samples } from "../support/samples";
import { unknownText } from "../support/unknown";

const limit = (value: string) => both({ labels: labelled({ "pids-limit": value }) });
const unsaid = /says no largest number of processes; apply one and write it into the label/;

export const samples: Samples = {
  levels: "- - - -",
  compliant: { "a limit": limit("100") },
  violating: {
    "no label": [both(), unsaid],
    "no labels": [both({ labels: undefined }), unsaid],
    "an empty label": [limit(""), unsaid],
    "no limit at all": [limit("0"), unsaid],
    "a number below zero": [limit("-1"), unsaid],
    "something behind the number": [limit("100 or so"), unsaid],
  },
  decisive: ["labels", "labels.label"],
  postponed: { "an unknown limit": limit(unknownText) },
};

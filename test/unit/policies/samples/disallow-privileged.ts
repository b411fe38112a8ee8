import { container } from "../support/resources";
import type { Samples } from "../support/samples";

export const samples: Samples = {
  levels: "M M M M",
  compliant: {
    "a container of which nothing is said": container(),
    "an explicit refusal": container({ privileged: false }),
  },
  violating: { privileges: [container({ privileged: true }), /is privileged; leave "privileged"/] },
};

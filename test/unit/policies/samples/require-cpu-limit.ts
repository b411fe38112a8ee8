import { both, container } from "../support/resources";
import type { Samples } from "../support/samples";
import { unknownNumber, unknownText } from "../support/unknown";

const limits = (changes: object) => container({ cpus: undefined, ...changes });
const none = /may take every core; write a limit into "[\w.]*(?:cpus|nanoCpus)"/;

export const samples: Samples = {
  levels: "- A M M",
  compliant: {
    "a ceiling": both(),
    "a weight": limits({ cpuShares: 512 }),
    "a quota": limits({ cpuQuota: 50_000 }),
    "a weight beside an unknown ceiling": limits({ cpus: unknownText, cpuShares: 512 }),
  },
  violating: {
    "no limit": [both({ cpus: undefined }), none],
    "a limit of zero, which is none": [both({ cpus: "0" }), none],
    "a limit that is no number": [container({ cpus: "all" }), none],
    "a weight and a quota of zero": [limits({ cpuShares: 0, cpuQuota: 0 }), none],
  },
  decisive: ["cpuShares", "cpuQuota"],
  postponed: {
    "an unknown ceiling": container({ cpus: unknownText }),
    "an unknown weight": limits({ cpuShares: unknownNumber }),
  },
};

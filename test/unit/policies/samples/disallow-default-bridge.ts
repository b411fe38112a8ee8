import { container } from "../support/resources";
import { type Samples } from "../support/samples";
import { unknownList, unknownText } from "../support/unknown";

const shared = /is on the default bridge; write its networks into "networksAdvanced"/;
const joined = /joins the default bridge; write a network of its own/;
const alone = (networkMode?: string) => container({ networksAdvanced: undefined, networkMode });

export const samples: Samples = {
  levels: "A M M M",
  compliant: {
    "a network of its own": container(),
    "no network at all": alone("none"),
    "the network of another container": alone("container:0123456789ab"),
    "a network of its own, with the engine's usual word": container({ networkMode: "bridge" }),
  },
  violating: {
    "nothing said": [alone(), shared],
    "an empty list": [container({ networksAdvanced: [] }), shared],
    "an empty mode": [alone(""), shared],
    "the bridge by its name": [alone("bridge"), shared],
    "the engine's default": [alone("default"), shared],
    "the bridge beside another network": [
      container({ networksAdvanced: [{ name: "edge" }, { name: "bridge" }] }),
      joined,
    ],
    "the default beside another network": [
      container({ networksAdvanced: [{ name: "default" }] }),
      joined,
    ],
  },
  decisive: ["networkMode"],
  besideUnknown: {
    "the bridge": container({ networksAdvanced: [{ name: unknownText }, { name: "bridge" }] }),
  },
  postponed: {
    "networks that are not known": container({ networksAdvanced: unknownList }),
    "a mode that is not known": alone(unknownText),
    "a network that is not known": container({ networksAdvanced: [{ name: unknownText }] }),
  },
};

import { requireDroppedCapabilities } from "../../../../../policies/docker/container/require-dropped-capabilities";
import { containerCases } from "../../support/cases";
import { unknownList, unknownText } from "../../support/unknown";

containerCases(requireDroppedCapabilities, {
  accepts: { "other spellings of all": { capabilities: { drops: ["cap_all"], adds: [] } } },
  refuses: {
    "nothing dropped": [{ capabilities: undefined }, /keeps capabilities/],
    "some dropped": [{ capabilities: { drops: ["CAP_CHOWN"] } }, /keeps capabilities/],
    "one added": [
      { capabilities: { drops: ["ALL"], adds: ["CAP_SYS_ADMIN"] } },
      /adds a capability/,
    ],
  },
  refusesBesideUnknown: {
    "an unknown one": { capabilities: { drops: ["ALL"], adds: [unknownText, "CAP_SYS_ADMIN"] } },
    "unknown drops": { capabilities: { drops: unknownList, adds: ["CAP_SYS_ADMIN"] } },
  },
  postpones: { "an unknown one": { capabilities: { drops: [unknownText] } } },
});

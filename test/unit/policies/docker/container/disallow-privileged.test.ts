import { disallowPrivileged } from "../../../../../policies/docker/container/disallow-privileged";
import { containerCases } from "../../support/cases";
import { unknownText } from "../../support/unknown";

containerCases(disallowPrivileged, {
  accepts: {
    "an explicit refusal": { privileged: false },
    "nothing said": { privileged: undefined },
  },
  refuses: { privileges: [{ privileged: true }, /is privileged/] },
  refusesBesideUnknown: { "an unknown image": { privileged: true, image: unknownText } },
  postpones: {
    "privileges that are not known": { privileged: "1c4a061d-8072-4f0a-a4cb-0ff528b18fe7" },
  },
});

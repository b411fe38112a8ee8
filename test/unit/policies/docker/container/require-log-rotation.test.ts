import { requireLogRotation } from "../../../../../policies/docker/container/require-log-rotation";
import { containerCases } from "../../support/cases";
import { unknownMap, unknownText } from "../../support/unknown";

containerCases(requireLogRotation, {
  accepts: {
    "a driver that rotates by itself": { logDriver: "local", logOpts: undefined },
    "a driver that sends logs away": { logDriver: "syslog", logOpts: {} },
  },
  refuses: {
    "no driver": [{ logDriver: undefined }, /no log driver that rotates/],
    "a driver that is not on the list": [{ logDriver: "none" }, /no log driver that rotates/],
    "no largest size": [{ logOpts: { "max-file": "3" } }, /"max-size"/],
    "no number of files": [{ logOpts: { "max-size": "10m" } }, /"max-file"/],
  },
  refusesBesideUnknown: {
    "an unknown size": { logOpts: { "max-size": unknownText } },
    "unknown options": { logDriver: "none", logOpts: unknownMap },
  },
  postpones: {
    "an unknown driver": { logDriver: unknownText },
    "unknown options": { logOpts: unknownMap },
  },
});

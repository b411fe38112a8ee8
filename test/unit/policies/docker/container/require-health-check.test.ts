import { requireHealthCheck } from "../../../../../policies/docker/container/require-health-check";
import { containerCases } from "../../support/cases";
import { unknownList, unknownMap } from "../../support/unknown";

const none = { healthcheck: undefined };

containerCases(requireHealthCheck, {
  accepts: {
    "a task without one that is waited for": { ...none, attach: true },
    "a task without one that is removed": { ...none, rm: true },
    "a task without one that may end": { ...none, mustRun: false, restart: "no" },
  },
  refuses: {
    "none on a container that is brought back": [none, /has no health check/],
    "none on one that the release starts": [{ ...none, mustRun: false }, /has no health check/],
    "none where nothing is said of restarts": [{ ...none, restart: undefined }, /no health check/],
    "an empty one": [{ healthcheck: { tests: [] } }, /has no health check/],
    "one that switches the image's off": [{ healthcheck: { tests: ["NONE"] } }, /no health check/],
  },
  refusesBesideUnknown: {
    "an unknown restart policy": {
      ...none,
      mustRun: false,
      restart: "04da6b54-80e4-46f7-96ec-b56ff0331ba9",
    },
  },
  postpones: {
    "an unknown health check": { healthcheck: unknownMap },
    "an unknown command": { healthcheck: { tests: unknownList } },
  },
});

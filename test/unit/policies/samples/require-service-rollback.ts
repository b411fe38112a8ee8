import { service } from "../support/resources";
import type { Samples } from "../support/samples";
import { unknownMap, unknownText } from "../support/unknown";

const compliant = {
  updateConfig: { failureAction: "rollback", maxFailureRatio: "0.0", monitor: "30s" },
  convergeConfig: { delay: "5s", timeout: "5m" },
};
const updated = (changes: object, healthcheck: object = { startPeriod: "30s" }) =>
  service(
    { healthcheck },
    { ...compliant, updateConfig: { ...compliant.updateConfig, ...changes } },
  );
const stays = /a failed update stays; write "rollback"/;
const failures = /failed containers are put up with; write "0\.0"/;
const short = /watched for less than containers take to start; write at least the health/;

export const samples: Samples = {
  levels: "- M M M",
  compliant: {
    "a rollback": updated({}),
    "the engine's own ratio": updated({ maxFailureRatio: undefined }),
    "a longer watch": updated({ monitor: "2m" }),
    "containers that start within the engine's own watch": updated(
      { monitor: undefined },
      { startPeriod: "5s" },
    ),
    "no time to start": updated({ monitor: "1s" }, {}),
  },
  violating: {
    "nothing said": [service({ healthcheck: {} }, { convergeConfig: {} }), stays],
    "a pause": [updated({ failureAction: "pause" }), stays],
    "one failure in five": [updated({ maxFailureRatio: "0.2" }), failures],
    "a ratio that is none": [updated({ maxFailureRatio: "some" }), failures],
    "a short watch": [updated({ monitor: "29s" }), short],
    "the engine's own watch": [updated({ monitor: undefined }, { startPeriod: "6s" }), short],
    "nobody who waits": [
      service({}, { ...compliant, convergeConfig: undefined }),
      /nobody waits for the end of an update; write "convergeConfig"/,
    ],
    "all of it": [
      service({}, { updateConfig: { failureAction: "continue", maxFailureRatio: "1" } }),
      /write/,
      4,
    ],
  },
  besideUnknown: {
    "a missing converge configuration": service({}, { updateConfig: unknownMap }),
  },
  postponed: {
    "an update that is not known": service({}, { ...compliant, updateConfig: unknownMap }),
    "a time to start that is not known": updated({}, { startPeriod: unknownText }),
  },
};

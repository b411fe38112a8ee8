import { both, container, service } from "../support/resources";
import type { Samples } from "../support/samples";
import { unknownFlag, unknownList, unknownMap, unknownText } from "../support/unknown";

const none = { healthcheck: undefined };
const check = { tests: ["CMD", "true"], interval: "5s", retries: 3, startPeriod: "30s" };
const checked = (changes: object) => both({ healthcheck: { ...check, ...changes } });
const missing = /has no health check; write "[\w.]*healthcheck"/;

export const samples: Samples = {
  levels: "A M M M",
  compliant: {
    "a health check": both(),
    "a task without one that is waited for": container({ ...none, attach: true }),
    "a task without one that is removed": container({ ...none, rm: true }),
    "a task without one that may end": container({ ...none, mustRun: false, restart: "no" }),
    "one that the release starts and waits for": container({
      start: false,
      mustRun: false,
      wait: undefined,
      waitTimeout: undefined,
    }),
    "a start period as long as is waited for": container({ waitTimeout: 30 }),
    "a start period as long as is waited for where nothing is said": container({
      healthcheck: { ...check, startPeriod: "1m" },
      waitTimeout: undefined,
    }),
    "no start period": container({ healthcheck: { ...check, startPeriod: undefined } }),
    "a long start period of one that the release waits for": container({
      start: false,
      healthcheck: { ...check, startPeriod: "10m" },
      wait: false,
    }),
    "a service without one that runs once": service({ ...none, restart: "no" }),
  },
  violating: {
    "none on a container that is brought back": [both(none), missing],
    "none on one that the release starts": [container({ ...none, mustRun: false }), missing],
    "none on one that is brought back unless it was stopped": [
      container({ ...none, mustRun: false, restart: "unless-stopped" }),
      missing,
    ],
    "none where nothing is said of restarts": [both({ ...none, restart: undefined }), missing],
    "one without a command": [checked({ tests: ["CMD"] }), missing],
    "one that does not say how often": [checked({ interval: undefined }), /write "interval" into/],
    "one that is asked without a break": [checked({ interval: "0s" }), /how often it is asked/],
    "one that does not say when it is ill": [
      checked({ retries: undefined }),
      /write "retries" into/,
    ],
    "one that is never ill": [checked({ retries: 0 }), /does not say when it counts as ill/],
    "one that nobody waits for": [container({ wait: undefined }), /write true into "wait"/],
    "one that starts for longer than is waited": [
      container({ waitTimeout: 29 }),
      /may take longer to start than is waited for; write a larger "waitTimeout"/,
    ],
    "one that starts for longer than is waited where nothing is said": [
      container({ healthcheck: { ...check, startPeriod: "61s" }, waitTimeout: undefined }),
      /may take longer to start/,
    ],
    "an empty one": [both({ healthcheck: { tests: [] } }), missing],
    "one that switches the image's off": [both({ healthcheck: { tests: ["NONE"] } }), missing],
  },
  besideUnknown: {
    "no interval, command unknown": both({ healthcheck: { tests: unknownList, retries: 3 } }),
    "nobody waits, start unknown": container({ wait: false, start: unknownFlag }),
    "none, restarts unknown": container({ ...none, mustRun: false, restart: unknownText }),
  },
  decisive: ["wait"],
  postponed: {
    "whether it is waited for": container({ wait: unknownFlag }),
    "an unknown health check": both({ healthcheck: unknownMap }),
    "an unknown command": checked({ tests: unknownList }),
  },
};

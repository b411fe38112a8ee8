import { both, container, labelled, service } from "../support/resources";
import { configured, type Samples } from "../support/samples";
import { unknownList, unknownText } from "../support/unknown";

const tool = labelled({ component: "tool" });
const created = { start: false, mustRun: false };
const down = /may stay down after a crash; write "always" into "restart"/;
const serviceDown = /may stay down after a crash; write "any" into "taskSpec/;
const again = /is a task and may run again by itself; write "no" into "restart"/;
const part = (component: string) =>
  container({ ...created, restart: "no", labels: labelled({ component }) });

export const samples: Samples = {
  levels: "A M M M",
  compliant: {
    "one that is always brought back": both(),
    "a service that says nothing": service({ restart: undefined }),
    "a service that runs once": service({ restart: "no", labels: tool }),
    "one that a release starts": container(created),
    "a task that is waited for": container({ attach: true, restart: "no", labels: tool }),
    "a task that is removed": container({ rm: true, restart: undefined, labels: tool }),
    "a task that may end": container({ mustRun: false, restart: undefined, labels: tool }),
    "a task where the tier names other parts": configured(
      { components: ["web"] },
      container({ mustRun: false, restart: "no", labels: labelled({ component: "cache" }) }),
    ),
  },
  violating: {
    "one that stays down once it was": [
      container({ restart: "unless-stopped", labels: tool }),
      down,
    ],
    "one that is brought back only after a failure": [
      container({ restart: "on-failure", labels: tool }),
      down,
    ],
    "one that is not brought back": [container({ restart: "no", labels: tool }), down],
    "one of which nothing is said": [container({ restart: undefined, labels: tool }), down],
    "a web process that is created stopped": [part("web"), down],
    "a worker": [part("worker"), down],
    "a scheduler": [part("scheduler"), down],
    "a database": [part("database"), down],
    "a cache": [part("cache"), down],
    "a proxy": [part("proxy"), down],
    "a service that is a part": [service({ restart: "no" }), serviceDown],
    "a service that is brought back only after a failure": [
      service({ restart: "on-failure", labels: tool }),
      serviceDown,
    ],
    "a task that is tried again": [
      container({ mustRun: false, restart: "on-failure", labels: tool }),
      again,
    ],
    "a task that is waited for and brought back": [
      container({ attach: true, restart: "always", labels: tool }),
      again,
    ],
  },
  decisive: ["attach", "rm", "mustRun", "labels", "labels.label", "labels.value"],
  besideUnknown: {
    "a web process, labels first": container({
      restart: "no",
      labels: [unknownText, ...labelled({ component: "web" })],
    }),
  },
  postponed: {
    "an unknown policy": both({ restart: unknownText }),
    "labels that are not known": container({ ...created, restart: "no", labels: unknownList }),
  },
};

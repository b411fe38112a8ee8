import { both, container, labelled, service } from "../support/resources";
import { configured, type Samples } from "../support/samples";
import { unknownList, unknownText } from "../support/unknown";

const ports = [{ external: 80, internal: 8080 }];
const edge = labelled({ component: "edge" });
const published = /publishes a port; leave "[\w.]*ports" out/;

export const samples: Samples = {
  levels: "A M M M",
  compliant: {
    "no ports said": both(),
    "no ports": both({ ports: [] }),
    "ports of the proxy": both({ ports, labels: labelled({ component: "proxy" }) }),
    "ports of what the tier names": configured(
      { components: ["edge"] },
      container({ ports, labels: edge }),
      service({ ports, labels: edge }),
    ),
  },
  violating: {
    "a port of another container": [both({ ports }), published],
    "a port of a container without labels": [both({ ports, labels: undefined }), published],
    "all ports": [container({ publishAllPorts: true }), /publishes every port/],
  },
  besideUnknown: {
    "a port that is not known": both({ ports: [{ external: unknownText, internal: 5432 }] }),
    "an entry that is not known": container({ ports: [unknownText] }),
    "all ports, those listed unknown": container({ ports: unknownList, publishAllPorts: true }),
    "a port, labels unknown": both({ ports, labels: unknownList }),
  },
  postponed: { "ports that are not known": both({ ports: unknownList }) },
};

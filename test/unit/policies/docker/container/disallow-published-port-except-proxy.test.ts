import { disallowPublishedPortExceptProxy } from "../../../../../policies/docker/container/disallow-published-port-except-proxy";
import { containerCases } from "../../support/cases";
import { labelled } from "../../support/resources";
import { unknownList, unknownText } from "../../support/unknown";

const ports = [{ external: 80, internal: 8080 }];

containerCases(disallowPublishedPortExceptProxy, {
  accepts: {
    "ports of the proxy": { ports, labels: labelled({ component: "proxy" }) },
    "no ports said": { ports: undefined },
  },
  refuses: {
    "a port of another container": [{ ports }, /publishes a port/],
    "a port of a container without labels": [{ ports, labels: undefined }, /publishes a port/],
    "all ports": [{ publishAllPorts: true }, /publishes every port/],
  },
  refusesBesideUnknown: {
    "a port that is not known": { ports: [{ external: unknownText, internal: 5432 }] },
    "ports that are not known": { ports: unknownList, publishAllPorts: true },
    "labels that are not known": { ports, labels: unknownList },
  },
  postpones: { "ports that are not known": { ports: unknownList } },
});

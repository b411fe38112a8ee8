import { container, labelled } from "../support/resources";
import { configured, type Samples } from "../support/samples";
import { unknownFlag, unknownText } from "../support/unknown";

const published = (...addresses: readonly (string | undefined)[]) => ({
  ports: addresses.map((ip) => ({ internal: 80, external: 80, ...(ip !== undefined && { ip }) })),
});
const proxy = { labels: labelled({ component: "proxy" }) };
const open = /publishes a port on every address; leave the port out, or write an address into "ip"/;

export const samples: Samples = {
  levels: "A M M M",
  compliant: {
    "the host itself": container(published("127.0.0.1", "::1", "127.0.0.1")),
    "no port": container(),
    "not every port of the image": container({ publishAllPorts: false }),
    "the proxy, which faces the world": container({ ...published("0.0.0.0"), ...proxy }),
    "another component that the tier names": configured(
      { components: ["web"] },
      container(published("0.0.0.0")),
    ),
  },
  violating: {
    "no address": [container(published(undefined)), open],
    "an empty address": [container(published("")), open],
    "every address": [container(published("0.0.0.0")), open],
    "every address of IPv6": [container(published("::")), open],
    "the same in brackets": [container(published("[::]")), open],
    "each of several": [container(published("127.0.0.1", "::", "")), open, 2],
    "a container that does not say what it is": [
      container({ ...published("0.0.0.0"), labels: undefined }),
      open,
    ],
    "the proxy where the tier names another": [
      configured({ components: ["web"] }, container({ ...published("0.0.0.0"), ...proxy })),
      open,
    ],
    "every port of the image": [
      container({ publishAllPorts: true }),
      /publishes every port of its image; leave "publishAllPorts" out, and write those that are needed into "ports"/,
    ],
    "the same of the proxy": [
      container({ publishAllPorts: true, ...proxy }),
      /publishes every port of its image/,
    ],
  },
  besideUnknown: {
    "an address that is known": container({
      ports: [{ internal: 81, external: 81, ip: unknownText }, ...published("0.0.0.0").ports],
      publishAllPorts: unknownFlag,
    }),
  },
  postponed: {
    "an address that is not known": container(published(unknownText)),
    "all ports, perhaps": container({ publishAllPorts: unknownFlag }),
  },
};

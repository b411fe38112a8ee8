import { both } from "../support/resources";
import { configured, type Samples } from "../support/samples";
import { container } from "../support/resources";
import { unknownNumber } from "../support/unknown";

const published = (...ports: readonly (number | undefined)[]) => ({
  ports: ports.map((external) => ({ internal: 8080, ...(external !== undefined && { external }) })),
});

export const samples: Samples = {
  levels: "- M M M",
  compliant: {
    "the ports of the web": both(published(80, 443)),
    "no port": both(),
    "another one that the tier allows": configured({ ports: [8443] }, container(published(8443))),
  },
  violating: {
    "a database's port": [
      both(published(5432)),
      /publishes port 5432, and only 80 and 443 are allowed; leave it out of "[\w.]*ports" \(for the proxy: palier:proxy\./,
    ],
    "one beside an allowed one": [both(published(443, 8080)), /publishes port 8080, and/],
    several: [both(published(22, 8080)), /publishes port (?:22|8080), and/, 2],
    "one that the engine chooses": [both(published(undefined)), /a port that the engine chooses/],
    "443 where the tier allows another one": [
      configured({ ports: [8443] }, container(published(443))),
      /publishes port 443, and only 8443 is allowed;/,
    ],
    "any where the tier allows none": [
      configured({ ports: [] }, container(published(443))),
      /publishes port 443, and none is allowed;/,
    ],
  },
  besideUnknown: {
    "a port that is known": both({
      ports: [{ internal: 80, external: unknownNumber }, ...published(22).ports],
    }),
  },
  postponed: {
    "a port that is not known": both({ ports: [{ internal: 80, external: unknownNumber }] }),
  },
};

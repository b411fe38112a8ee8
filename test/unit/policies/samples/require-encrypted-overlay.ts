import { types } from "../../../../policies/shared/types";
import type { Resource } from "../support/harness";
import { resource } from "../support/resources";
import { type Samples } from "../support/samples";
import { unknownMap, unknownText } from "../support/unknown";

const network = (driver?: string, options?: unknown): Resource =>
  resource(types.network, { name: "edge", driver, options });
const open = /crosses hosts unencrypted; write "encrypted"/;

export const samples: Samples = {
  levels: "- A M M",
  compliant: {
    "an encrypted overlay": network("overlay", { encrypted: "true" }),
    "the engine's own spelling": network("overlay", { encrypted: "" }),
    "a bridge": network("bridge"),
    "the engine's default": network(),
    "a volume with a driver of that name": resource(types.volume, { driver: "overlay" }),
  },
  violating: {
    "an overlay without options": [network("overlay"), open],
    "an overlay with others": [
      network("overlay", { "com.docker.network.driver.mtu": "1450" }),
      open,
    ],
    "one that refuses": [network("overlay", { encrypted: "false" }), open],
    "one that refuses loudly": [network("overlay", { encrypted: "FALSE" }), open],
    "one that refuses with a letter": [network("overlay", { encrypted: "f" }), open],
    "one that refuses with a number": [network("overlay", { encrypted: "0" }), open],
  },
  postponed: {
    "a driver that is not known": network(unknownText),
    "options that are not known": network("overlay", unknownMap),
    "a word that is not known": network("overlay", { encrypted: unknownText }),
  },
};

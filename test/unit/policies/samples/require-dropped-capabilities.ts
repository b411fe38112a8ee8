import { both, container, labelled, service } from "../support/resources";
import { configured, type Samples } from "../support/samples";
import { unknownList, unknownText } from "../support/unknown";

const capabilities = (drops: unknown, adds?: unknown) => both({ capabilities: { drops, adds } });

export const samples: Samples = {
  levels: "A M M M",
  compliant: {
    "all dropped": both(),
    "another spelling of all": capabilities(["cap_all"], []),
    "one that the tier allows": configured(
      { allowed: ["NET_BIND_SERVICE"] },
      container({ capabilities: { drops: ["ALL"], adds: ["CAP_NET_BIND_SERVICE"] } }),
      service({ capabilities: { drops: ["ALL"], adds: ["net_bind_service"] } }),
    ),
    "one that the tier allows to the part": configured(
      { allowedFor: { web: ["NET_BIND_SERVICE"] } },
      container({ capabilities: { drops: ["ALL"], adds: ["CAP_NET_BIND_SERVICE"] } }),
      service({ capabilities: { drops: ["ALL"], adds: ["CAP_NET_BIND_SERVICE"] } }),
    ),
  },
  violating: {
    "one that the tier allows to another part": [
      configured(
        { allowedFor: { proxy: ["NET_BIND_SERVICE"] }, allowed: ["CHOWN"] },
        container({ capabilities: { drops: ["ALL"], adds: ["NET_BIND_SERVICE"] } }),
        container({
          capabilities: { drops: ["ALL"], adds: ["CHOWN", "NET_BIND_SERVICE"] },
          labels: labelled({ component: "proxy" }),
        }),
      ),
      /adds a capability/,
    ],
    "nothing dropped": [both({ capabilities: undefined }), /keeps capabilities; write "ALL" into/],
    "some dropped": [capabilities(["CAP_CHOWN"]), /keeps capabilities/],
    "one added": [capabilities(["ALL"], ["CAP_SYS_ADMIN"]), /adds a capability .* leave it out/],
  },
  besideUnknown: {
    "one added": capabilities(["ALL"], [unknownText, "CAP_SYS_ADMIN"]),
    "one added, drops unknown": capabilities(unknownList, ["CAP_SYS_ADMIN"]),
  },
  postponed: { "what is dropped": capabilities([unknownText]) },
};

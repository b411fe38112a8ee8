import { both, container, labelled, service } from "../support/resources";
import { configured, type Samples } from "../support/samples";
import { unknownList, unknownText } from "../support/unknown";

const user = (name: string | undefined) => both({ user: name });
const unsaid = /may run as root, as its image chooses; write "uid:gid" into "[\w.]*user"/;
const root = /runs as root; write another "uid:gid" into/;
const tool = labelled({ component: "tool" });

export const samples: Samples = {
  levels: "A M M M",
  compliant: {
    "a numeric user and group": user("10001:10001"),
    "a user by name": user("nginx"),
    "a name that merely begins alike": user("rootless"),
    "a number with a zero in it": user("1000"),
    "root where the tier allows it": configured(
      { components: ["tool"] },
      container({ user: "0:0", labels: tool }),
      service({ user: undefined, labels: tool }),
    ),
  },
  violating: {
    "no user": [user(undefined), unsaid],
    "no user but a group": [user(":1000"), unsaid],
    root: [user("root"), root],
    "root with a group": [user("root:1000"), root],
    "the number of root": [user("0:1000"), root],
    "the number of root in another spelling": [user("00"), root],
    "another container where the tier allows one": [
      configured({ components: ["tool"] }, container({ user: "0" }), service()),
      root,
    ],
  },
  besideUnknown: { "root, labels unknown": both({ user: "0", labels: unknownList }) },
  postponed: { "an unknown user": user(unknownText) },
};

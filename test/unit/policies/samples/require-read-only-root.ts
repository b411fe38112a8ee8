import { both, container } from "../support/resources";
import type { Samples } from "../support/samples";
import { unknownFlag, unknownMap, unknownText } from "../support/unknown";

const secrets = { type: "volume", source: "secrets", target: "/run/secrets", readOnly: true };
const data = { type: "volume", source: "data", target: "/data" };
const writable = /may write to its image; write true into "[\w.]*readOnly"/;
const nowhere = /has no place for scratch files; add "\/tmp" to "[\w.]*/;

export const samples: Samples = {
  levels: "- A M M",
  compliant: {
    "a root that is read only, and memory for scratch files": both(),
    "memory alone": both({ mounts: undefined }),
    "a mount in memory": container({
      tmpfs: undefined,
      mounts: [{ type: "tmpfs", target: "/tmp" }],
    }),
    "a volume that it may write to": both({ tmpfs: undefined, mounts: [secrets, data] }),
    "a volume that it may write to, beside an unknown one": container({
      tmpfs: undefined,
      mounts: [unknownText, data],
    }),
  },
  violating: {
    "a root that may be written to": [both({ readOnly: false }), writable],
    "nothing said": [both({ readOnly: undefined }), writable],
    "a root that is the only place to write to": [
      both({ readOnly: undefined, tmpfs: undefined, mounts: undefined }),
      writable,
    ],
    "no place to write": [both({ tmpfs: undefined }), nowhere],
    "no place to write and no mounts": [both({ tmpfs: undefined, mounts: undefined }), nowhere],
  },
  decisive: ["tmpfs", "mounts", "volumes", "taskSpec.containerSpec.mounts"],
  besideUnknown: {
    "a root that may be written to": container({ readOnly: false, tmpfs: unknownMap }),
  },
  postponed: { "an unknown root": container({ readOnly: unknownFlag }) },
};

import { both, container, service } from "../support/resources";
import { configured, type Samples } from "../support/samples";
import { unknownText } from "../support/unknown";

const bind = { type: "bind", source: "/srv/data", target: "/data" };
const mounts = (...list: object[]) => both({ mounts: list });
const writable =
  /may write to a folder of the host; write true into the mount's "readOnly", or mount a named volume if it has to write there/;

export const samples: Samples = {
  levels: "- A M M",
  compliant: {
    "a folder that is only read": mounts({ ...bind, readOnly: true }),
    "a volume that is written to": mounts({ ...bind, type: "volume", source: "data" }),
    "an unknown folder that is only read": mounts({ ...bind, source: unknownText, readOnly: true }),
    "the engine's socket, which another policy refuses": mounts({
      ...bind,
      source: "/var/run/docker.sock",
    }),
    "what the tier allows": configured(
      { writable: ["/srv/data"] },
      container({ mounts: [{ ...bind, source: "/srv/data/files/" }] }),
      service({ mounts: [bind] }),
    ),
  },
  violating: {
    "a folder that may be written to": [mounts({ ...bind, readOnly: false }), writable],
    "one that is mounted without a word": [mounts(bind), writable],
    "one in the older form": [
      both({ volumes: [{ hostPath: "/srv/data", containerPath: "/data" }] }),
      writable,
    ],
    "each of several": [mounts(bind, { ...bind, source: "/srv/more" }), writable, 2],
    "another one than the tier allows": [
      configured(
        { writable: ["/srv/data"] },
        container({ mounts: [{ ...bind, source: "/srv" }] }),
        service(),
      ),
      writable,
    ],
  },
  decisive: [
    "volumes.hostPath",
    "volumes.readOnly",
    "mounts.readOnly",
    "taskSpec.containerSpec.mounts.readOnly",
  ],
  besideUnknown: { "an unknown folder": mounts({ ...bind, source: unknownText }) },
};

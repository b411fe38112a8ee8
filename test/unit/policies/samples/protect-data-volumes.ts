import { types } from "../../../../policies/shared/types";
import { container, resource, service, volume } from "../support/resources";
import { type Samples, variants } from "../support/samples";
import { unknownList, unknownText } from "../support/unknown";

const mount = (source: string, readOnly?: boolean) => ({
  mounts: [{ type: "volume", source, target: "/data", readOnly }],
});
const open = volume("data", false);
const unprotected = (inputs: object) =>
  variants([open, container(inputs)], [open, service(inputs)]);
const refusal =
  /^volume "data": (?:container|service) "subject" writes to it and it can be deleted/;

export const samples: Samples = {
  levels: "- A M M",
  compliant: {
    "a protected volume that is written to, and an unprotected one that is not": [
      volume("data", true),
      volume("files", false),
      container(mount("data", false)),
      service(mount("files", true)),
    ],
    "another object with the name of a volume": [
      resource(types.network, { name: "data" }),
      container(mount("data")),
    ],
    "a folder of the host with the name of a volume": [
      open,
      container({ mounts: [{ type: "bind", source: "data", target: "/data" }] }),
    ],
  },
  violating: {
    "an unprotected volume that is written to": [unprotected(mount("data", false)), refusal],
    "one that is mounted without a word": [unprotected(mount("data")), refusal],
    "one that is mounted in the older form": [
      unprotected({ volumes: [{ volumeName: "data", containerPath: "/data" }] }),
      refusal,
    ],
    "one with several writers, once": [
      [open, container(mount("data")), container(mount("data"), "second")],
      refusal,
    ],
    "each of several": [
      [open, volume("more", false), container(mount("data")), container(mount("more"), "second")],
      /writes to it/,
      2,
    ],
  },
  decisive: [
    "mounts.readOnly",
    "volumes.readOnly",
    "volumes.hostPath",
    "taskSpec.containerSpec.mounts.readOnly",
  ],
  besideUnknown: {
    "an unprotected volume": [
      { ...volume("other", false), props: { name: unknownText } },
      open,
      container({ mounts: unknownList }),
      container(
        { mounts: [{ type: "volume", source: unknownText }, ...mount("data").mounts] },
        "b",
      ),
    ],
  },
};

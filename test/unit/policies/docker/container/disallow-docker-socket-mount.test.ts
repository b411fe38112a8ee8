import { disallowDockerSocketMount } from "../../../../../policies/docker/container/disallow-docker-socket-mount";
import { containerCases } from "../../support/cases";
import { unknownList, unknownText } from "../../support/unknown";

const bind = (source: string): object => ({ mounts: [{ type: "bind", source, target: "/x" }] });

containerCases(disallowDockerSocketMount, {
  accepts: {
    "a folder with certificates": bind("/etc/palier/tls"),
    "a volume of that name": { mounts: [{ type: "volume", source: "docker.sock", target: "/x" }] },
    "no mounts": { mounts: undefined },
  },
  refuses: {
    "the socket": [bind("/var/run/docker.sock"), /engine's socket/],
    "the socket by another path": [bind("/run/../run//docker.sock"), /engine's socket/],
    "the socket below it": [bind("/run/containerd/containerd.sock"), /engine's socket/],
    "the folder that holds it": [bind("/var/run/"), /engine's socket/],
    "the whole host": [bind("/"), /engine's socket/],
    "the socket in the older form": [
      { volumes: [{ hostPath: "/run/docker.sock", containerPath: "/x" }] },
      /engine's socket/,
    ],
  },
  refusesBesideUnknown: {
    "an unknown mount": { mounts: [{ source: unknownText }, { source: "/var/run/docker.sock" }] },
    "unknown mounts": { mounts: unknownList, volumes: [{ hostPath: "/run/docker.sock" }] },
  },
  postpones: { "an unknown source": { mounts: [{ type: "bind", source: unknownText }] } },
});

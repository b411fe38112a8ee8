import { types } from "../../../../policies/shared/types";
import { both, resource } from "../support/resources";
import { type Samples, variants } from "../support/samples";
import { unknownText } from "../support/unknown";

const bind = (source: string) => both({ mounts: [{ type: "bind", source, target: "/x" }] });
const made = (device: string) => ({
  volumeOptions: { driverOptions: { type: "none", o: "bind", device } },
});
const socket = /mounts the engine's socket/;

export const samples: Samples = {
  levels: "M M M M",
  compliant: {
    "a volume": both(),
    "a folder with certificates": bind("/etc/palier/tls"),
    "a folder that merely begins alike": bind("/var/running"),
    "a volume of that name": both({
      mounts: [{ type: "volume", source: "docker.sock", target: "/x" }],
    }),
    "no mounts": both({ mounts: undefined }),
  },
  violating: {
    "the socket": [bind("/var/run/docker.sock"), socket],
    "the socket by another path": [bind("/run/../run//docker.sock"), socket],
    "the socket by a path of the old folder": [bind("/var/run"), socket],
    "the whole host by a detour": [bind("/srv/../"), socket],
    "the folder by a detour": [bind("/srv/../run"), socket],
    "the socket below it": [bind("/run/containerd/containerd.sock"), socket],
    "the socket of another engine": [bind("/somewhere/podman.sock"), socket],
    "the socket of Kubernetes": [bind("/somewhere/crio.sock"), socket],
    "the folder that holds it": [bind("/var/run/"), socket],
    "the folder above": [bind("/var"), socket],
    "the folder of the engine": [bind("/run/docker"), socket],
    "the folder of the engine by its old name": [bind("/var/run/docker"), socket],
    "the folder of containerd": [bind("/run/containerd"), socket],
    "the folder of podman": [bind("/run/podman"), socket],
    "the folder of crio": [bind("/run/crio"), socket],
    "the whole host": [bind("/"), socket],
    "a volume made of the folder": [
      variants(
        both({ mounts: [{ type: "volume", source: "x", target: "/x", ...made("/var/run") }] }),
        resource(types.volume, { driverOpts: { type: "none", o: "bind", device: "/run" } }),
      ),
      socket,
    ],
    "the socket in the older form": [
      both({ volumes: [{ hostPath: "/run/docker.sock", containerPath: "/x" }] }),
      socket,
    ],
  },
  besideUnknown: {
    "a volume made of the folder, its name unknown": both({
      mounts: [{ type: "volume", source: unknownText, target: "/x", ...made("/run") }],
    }),
  },
  postponed: { "an unknown source": bind(unknownText) },
};

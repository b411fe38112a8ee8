import { types } from "../../../../policies/shared/types";
import { both, container, resource, service } from "../support/resources";
import { configured, type Samples, variants } from "../support/samples";
import { unknownMap, unknownText } from "../support/unknown";

const mounts = (mount: object) => both({ mounts: [{ type: "bind", target: "/x", ...mount }] });
const bind = (source: string) => mounts({ source });
const driver = (options: object) =>
  variants(
    mounts({ type: "volume", source: "data", volumeOptions: { driverOptions: options } }),
    resource(types.volume, { name: "data", driverOpts: options }),
  );
const system = /mounts a folder of the host's system; use a named volume or another folder/;
const propagated = (propagation: string) =>
  mounts({ source: "/srv/data", bindOptions: { propagation } });
const back = /hands mounts back to the host; leave "bindOptions\.propagation" out/;
const from = (fromContainer: unknown) => container({ volumes: [{ fromContainer }] });
const taken = /takes over the mounts of another container.*; name them in "mounts"/;

export const samples: Samples = {
  levels: "M M M M",
  compliant: {
    "a volume": both(),
    "a folder made for the purpose": bind("/srv/palier"),
    "folders that merely begin alike": bind("/etcetera"),
    "certificates of Palier": bind("/etc/palier/tls"),
    "certificates of an ACME client": bind("/etc/letsencrypt/live"),
    "a volume on another machine": driver({ type: "nfs", o: "addr=192.0.2.1,rw", device: ":/etc" }),
    "a volume made of a disk": driver({ type: "ext4", device: "/dev/sdb1" }),
    "a volume without options": resource(types.volume, { name: "data" }),
    "a volume made of a folder": driver({ type: "none", o: "bind", device: "/srv/data" }),
    "mounts that the host hands on": propagated("rslave"),
    "volumes in the older form": container({
      volumes: [
        { volumeName: "data", containerPath: "/x" },
        { volumeName: "data", containerPath: "/y", fromContainer: "" },
      ],
    }),
    "what the tier allows": configured(
      { allowed: ["/etc/ssl"] },
      container({ mounts: [{ type: "bind", source: "/etc/ssl/certs", target: "/x" }] }),
      service({ mounts: [{ type: "bind", source: "/etc/ssl", target: "/x" }] }),
    ),
  },
  violating: {
    "the loader": [bind("/boot"), system],
    devices: [bind("/dev/shm"), system],
    settings: [bind("/etc"), system],
    "one setting by a detour": [bind("/srv/../etc/shadow"), system],
    processes: [bind("/proc"), system],
    "root's files": [bind("/root/.ssh"), system],
    "the kernel": [bind("/sys/fs/cgroup"), system],
    "the containers of containerd": [bind("/var/lib/containerd"), system],
    "the containers of the engine": [bind("/var/lib/docker/volumes"), system],
    "the folder above": [bind("/var/lib/"), system],
    "the whole host": [bind("/"), system],
    "a file in the older form": [
      both({ volumes: [{ hostPath: "/etc/passwd", containerPath: "/x" }] }),
      system,
    ],
    "a volume made of settings": [driver({ type: "none", o: "bind", device: "/etc" }), system],
    "a volume made of it with all below": [driver({ o: "rw,rbind", device: "/proc" }), system],
    "certificates where the tier allows others": [
      configured(
        { allowed: ["/etc/ssl"] },
        container({ mounts: [{ type: "bind", source: "/etc/palier", target: "/x" }] }),
      ),
      system,
    ],
    "mounts handed back": [propagated("shared"), back],
    "mounts handed back with all below": [propagated("rshared"), back],
    "whatever another container mounts": [from("proxy"), taken],
  },
  besideUnknown: {
    "mounts handed back": mounts({ source: unknownText, bindOptions: { propagation: "shared" } }),
    "whatever another container mounts": container({
      mounts: [{ type: "bind", target: "/x", source: unknownText }],
      volumes: [{ fromContainer: "proxy" }],
    }),
  },
  postponed: {
    "an unknown source": bind(unknownText),
    "an unknown container": from(unknownText),
    "unknown options": driver(unknownMap as unknown as object),
  },
};

import { posix } from "node:path";

import { containerPolicy } from "../../shared/policy";
import { each, judgeAll } from "../../shared/unknown";

const sockets = ["docker.sock", "containerd.sock", "podman.sock", "crio.sock"];

/** Folders that hold an engine's socket, so that mounting one of them mounts the socket. */
const folders = ["/", "/var", "/run", "/run/docker", "/run/containerd", "/run/podman", "/run/crio"];

/** Who talks to the engine is root on its host (CIS Docker 5.32). */
export const disallowDockerSocketMount = containerPolicy(
  {
    name: "disallow-docker-socket-mount",
    description: "No container gets at the engine's socket: it would be root on the host.",
  },
  ({ inputs, report }) => {
    const refuse = (source: string | undefined): void => {
      if (source !== undefined && givesSocket(source)) {
        report("mounts the engine's socket; leave the mount out and let the release do the work");
      }
    };
    judgeAll([
      () => {
        each(inputs.mounts, (mount) => {
          refuse(mount.source);
        });
      },
      () => {
        each(inputs.volumes, (volume) => {
          refuse(volume.hostPath);
        });
      },
    ]);
  },
);

function givesSocket(source: string): boolean {
  if (!source.startsWith("/")) return false;
  const path = posix.normalize(source).replace(/(?<=.)\/$/, "");
  // On today's distributions /var/run is a link to /run.
  const resolved = path.replace(/^\/var\/run(?=\/|$)/, "/run");
  return sockets.includes(posix.basename(resolved)) || folders.includes(resolved);
}

import { eachHostPath, isEngineSocket } from "../../shared/host-path";
import { resourcePolicy } from "../../shared/policy";
import { types, workloadTypes } from "../../shared/types";

/** Folders that hold an engine's socket, so that mounting one of them mounts the socket. */
const folders = ["/", "/var", "/run", "/run/docker", "/run/containerd", "/run/podman", "/run/crio"];

/** Who talks to the engine is root on its host. */
export const disallowDockerSocketMount = resourcePolicy<object, object>(
  {
    name: "disallow-docker-socket-mount",
    description: "No container gets at the engine's socket: it would be root on the host.",
    severity: "critical",
    anchor: "CIS Docker 5.32, OWASP Docker rule 1",
    remediation:
      "Leave the mount out. What needs the engine belongs in an operation of the release, which runs beside the program.",
  },
  [...workloadTypes, types.volume],
  ({ type, inputs, report }) => {
    eachHostPath(type, inputs, (path) => {
      if (isEngineSocket(path) || folders.includes(path)) {
        report("mounts the engine's socket; leave the mount out and let the release do the work");
      }
    });
  },
);

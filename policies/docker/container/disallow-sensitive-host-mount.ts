import { eachHostPath, isWithin } from "../../shared/host-path";
import { resourcePolicy } from "../../shared/policy";
import { types, workloadTypes } from "../../shared/types";
import { each, judgeAll } from "../../shared/unknown";
import { workloadOf } from "../../shared/workload";

/** Parameters of the policy. */
interface Config {
  /** Folders of the host that may be mounted although they are in one of those that may not. */
  readonly allowed: readonly string[];
}

const folders = [
  "/boot",
  "/dev",
  "/etc",
  "/proc",
  "/root",
  "/sys",
  "/var/lib/containerd",
  "/var/lib/docker",
];

/** Read, these folders give away the host's secrets; written to, they hand it over. */
export const disallowSensitiveHostMount = resourcePolicy<object, Config>(
  {
    name: "disallow-sensitive-host-mount",
    description:
      "No container mounts folders of the host's system, hands mounts back to it, or takes over those of another container.",
    severity: "critical",
    anchor: "CIS Docker 5.6 and 5.20, Pod Security Standards baseline",
    remediation:
      'Use a named volume, or a folder made for the purpose such as "/srv/palier"; leave the propagation out, and name each volume in "mounts".',
    configSchema: {
      properties: {
        allowed: {
          type: "array",
          items: { type: "string" },
          default: ["/etc/letsencrypt", "/etc/palier"],
          description:
            "Folders of the host that may be mounted although they are in one of those that may not.",
        },
      },
    },
  },
  [...workloadTypes, types.volume],
  ({ type, inputs, config, report }) => {
    judgeAll([
      () => {
        eachHostPath(type, inputs, (path) => {
          if (config.allowed.some((folder) => isWithin(path, folder))) return;
          if (folders.some((folder) => isWithin(path, folder) || isWithin(folder, path))) {
            report("mounts a folder of the host's system; use a named volume or another folder");
          }
        });
      },
      () => {
        workloadOf(type, inputs)?.eachMount((mount) => {
          if (/^r?shared$/.test(mount.propagation ?? "")) {
            report('hands mounts back to the host; leave "bindOptions.propagation" out');
          }
        });
      },
      () => {
        // What the other one mounts may be declared nowhere.
        each(workloadOf(type, inputs)?.container?.volumes, ({ fromContainer }) => {
          if ((fromContainer ?? "") !== "") {
            report(
              'takes over the mounts of another container, which policies do not see; name them in "mounts"',
            );
          }
        });
      },
    ]);
  },
);

import { hostPath, isEngineSocket, isWithin } from "../../shared/host-path";
import { workloadPolicy } from "../../shared/policy";
import { known } from "../../shared/unknown";

/** Parameters of the policy. */
interface Config {
  /** Folders of the host that containers may write to. */
  readonly writable: readonly string[];
}

/** What a container writes into the host's folders is out of its limits, its backup and its owner's sight. */
export const requireReadOnlyBindMounts = workloadPolicy<Config>(
  {
    name: "require-read-only-bind-mounts",
    description: "A folder of the host is mounted read-only: containers write to volumes.",
    severity: "medium",
    anchor: "OWASP Docker rule 8",
    remediation:
      'Write true into the mount\'s "readOnly", use a named volume for data, or have the folder added to the parameter "writable".',
    configSchema: {
      properties: {
        writable: {
          type: "array",
          items: { type: "string" },
          default: [],
          description: "Folders of the host that containers may write to.",
        },
      },
    },
  },
  ({ workload, config, report }) => {
    workload.eachMount((mount) => {
      if (mount.readOnly || mount.type !== "bind") return;
      const source = known(() => hostPath(mount.source), undefined) ?? "";
      // disallow-docker-socket-mount refuses it: read-only, it would give away the host as well.
      if (isEngineSocket(source)) return;
      if (config.writable.some((folder) => isWithin(source, folder))) return;
      report(
        'may write to a folder of the host; write true into the mount\'s "readOnly", or mount a named volume if it has to write there',
      );
    });
  },
);

import { workloadPolicy } from "../../shared/policy";
import { known } from "../../shared/unknown";

/** Parameters of the policy. */
interface Config {
  /** Values of the label `palier.component` whose containers may run as root. */
  readonly components: readonly string[];
}

/** Whoever breaks out of a container as root is root on the host, and an image may choose root without a word. */
export const disallowRootUser = workloadPolicy<Config>(
  {
    name: "disallow-root-user",
    description: "A container says which user it runs as, and that is not root.",
    severity: "high",
    anchor: "CIS Docker 4.1, Pod Security Standards restricted",
    remediation:
      'Write a numeric user and group into "user" (services: "taskSpec.containerSpec.user"), for example "10001:10001".',
    configSchema: {
      properties: {
        components: {
          type: "array",
          items: { type: "string" },
          default: [],
          description: "Values of the label `palier.component` whose containers may run as root.",
        },
      },
    },
  },
  ({ workload, config, report }) => {
    if (config.components.includes(known(() => workload.component, undefined) ?? "")) return;
    const [user = ""] = (workload.user ?? "").split(":");
    if (user === "") {
      report(
        `may run as root, as its image chooses; write "uid:gid" into ${workload.spelling.user}`,
      );
    } else if (/^(?:root|0+)$/.test(user)) {
      report(`runs as root; write another "uid:gid" into ${workload.spelling.user}`);
    }
  },
);

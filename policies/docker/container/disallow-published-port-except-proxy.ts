import { workloadPolicy } from "../../shared/policy";
import { judgeAll, known } from "../../shared/unknown";

/** Parameters of the policy. */
interface Config {
  /** Values of the label `palier.component` whose containers may publish ports. */
  readonly components: readonly string[];
}

/** Published ports bypass the host's firewall, so only what is made to face the world has any. */
export const disallowPublishedPortExceptProxy = workloadPolicy<Config>(
  {
    name: "disallow-published-port-except-proxy",
    description: "Only the reverse proxy publishes ports: those of others bypass its protection.",
    severity: "high",
    anchor: "CIS Docker 5.9, OWASP Docker rule 5a",
    remediation:
      'Leave "ports" out and let the reverse proxy lead to the container over a network that both join.',
    configSchema: {
      properties: {
        components: {
          type: "array",
          items: { type: "string" },
          default: ["proxy"],
          description: "Values of the label `palier.component` whose containers may publish ports.",
        },
      },
    },
  },
  ({ workload, config, report }) => {
    const component = known(() => workload.component, undefined);
    if (config.components.includes(component ?? "")) return;
    const ports = workload.spelling.ports;
    judgeAll([
      () => {
        if (workload.publishesPorts) {
          report(`publishes a port; leave ${ports} out and let the reverse proxy lead to it`);
        }
      },
      () => {
        if (workload.container?.publishAllPorts === true) {
          report('publishes every port of its image; leave "publishAllPorts" out');
        }
      },
    ]);
  },
);

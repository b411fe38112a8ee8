import { labelOf } from "../../shared/labels";
import { containerPolicy } from "../../shared/policy";
import { judgeAll, known } from "../../shared/unknown";

/** Parameters of the policy. */
interface Config {
  /** Values of the label `palier.component` whose containers may publish ports. */
  readonly components: readonly string[];
}

/** Published ports bypass the host's firewall, so only what is made to face the world has any (CIS Docker 5.8). */
export const disallowPublishedPortExceptProxy = containerPolicy<Config>(
  {
    name: "disallow-published-port-except-proxy",
    description: "Only the reverse proxy publishes ports: those of others bypass its protection.",
    configSchema: {
      properties: {
        components: { type: "array", items: { type: "string" }, default: ["proxy"] },
      },
    },
  },
  ({ inputs, config, report }) => {
    const component = known(() => labelOf(inputs, "palier.component"), undefined);
    if (component !== undefined && config.components.includes(component)) return;
    judgeAll([
      () => {
        if ((inputs.ports ?? []).length > 0) {
          report('publishes a port; leave "ports" out and let the reverse proxy lead to it');
        }
      },
      () => {
        if (inputs.publishAllPorts === true) {
          report('publishes every port of its image; leave "publishAllPorts" out');
        }
      },
    ]);
  },
);

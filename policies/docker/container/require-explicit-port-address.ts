import { containerPolicy } from "../../shared/policy";
import { labelOf } from "../../shared/labels";
import { each, judgeAll, known } from "../../shared/unknown";

/** Parameters of the policy. */
interface Config {
  /** Values of the label `palier.component` whose containers face the world. */
  readonly components: readonly string[];
}

const everywhere = ["", "0.0.0.0", "::", "[::]"];

/** A port without an address is open on every network of the host, past its firewall. Services cannot choose one. */
export const requireExplicitPortAddress = containerPolicy<Config>(
  {
    name: "require-explicit-port-address",
    description:
      "A published port names its address, unless it is the proxy's: else all may reach it.",
    severity: "high",
    anchor: "CIS Docker 5.14, OWASP Docker rule 5a",
    remediation:
      'Leave the port out, or write its address into "ip", for example 127.0.0.1; each port into "ports" instead of "publishAllPorts".',
    configSchema: {
      properties: {
        components: {
          type: "array",
          items: { type: "string" },
          default: ["proxy"],
          description: "Values of the label `palier.component` whose containers face the world.",
        },
      },
    },
  },
  ({ inputs, config, report }) => {
    judgeAll([
      () => {
        if (inputs.publishAllPorts === true) {
          report(
            'publishes every port of its image; leave "publishAllPorts" out, and write those that are needed into "ports"',
          );
        }
      },
      () => {
        const component = known(() => labelOf(inputs, "palier.component"), undefined);
        if (config.components.includes(component ?? "")) return;
        each(inputs.ports, ({ ip }) => {
          if (everywhere.includes(ip ?? "")) {
            report(
              'publishes a port on every address; leave the port out, or write an address into "ip", for example 127.0.0.1',
            );
          }
        });
      },
    ]);
  },
);

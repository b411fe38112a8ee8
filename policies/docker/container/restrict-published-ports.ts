import { workloadPolicy } from "../../shared/policy";

/** Parameters of the policy. */
interface Config {
  /** Ports of the host that may be published. */
  readonly ports: readonly number[];
}

/** Each further open port is one more service for the world to try; the firewall in front knows two. */
export const restrictPublishedPorts = workloadPolicy<Config>(
  {
    name: "restrict-published-ports",
    description: "Ports 80 and 443 are published and no others: each further one is a way in.",
    severity: "high",
    anchor: "CIS Docker 5.9",
    remediation:
      "Publish HTTP on port 80 and HTTPS on port 443, and reach everything else through the reverse proxy.",
    configSchema: {
      properties: {
        ports: {
          type: "array",
          items: { type: "integer" },
          default: [80, 443],
          description: "Ports of the host that may be published.",
        },
      },
    },
  },
  ({ workload, config, report }) => {
    const { ports } = workload.spelling;
    workload.eachPort(({ external }) => {
      if (external === undefined) {
        report(`publishes a port that the engine chooses; leave it out of ${ports}`);
      } else if (!config.ports.includes(external)) {
        report(
          `publishes port ${external}, and ${allowed(config.ports)}; leave it out of ${ports} (for the proxy: palier:proxy.httpPort and httpsPort)`,
        );
      }
    });
  },
);

function allowed(ports: readonly number[]): string {
  if (ports.length === 0) return "none is allowed";
  return `only ${ports.join(" and ")} ${ports.length === 1 ? "is" : "are"} allowed`;
}

import { workloadPolicy } from "../../shared/policy";
import { each, find, judgeAll, known } from "../../shared/unknown";

/** Parameters of the policy. */
interface Config {
  /** Capabilities that may be added again, with or without the prefix `CAP_`. */
  readonly allowed: readonly string[];
  /** The same for the containers of one part only, by their label `palier.component`. */
  readonly allowedFor: Readonly<Record<string, readonly string[]>>;
}

/** What a process cannot do, an intruder in it cannot do either. */
export const requireDroppedCapabilities = workloadPolicy<Config>(
  {
    name: "require-dropped-capabilities",
    description: "A container drops all capabilities and adds none but the allowed ones.",
    severity: "high",
    anchor: "CIS Docker 5.4, Pod Security Standards restricted",
    remediation:
      'Write "ALL" into "capabilities.drops" (services: "capDrops"), and have the image need none.',
    configSchema: {
      properties: {
        allowed: {
          type: "array",
          items: { type: "string" },
          default: [],
          description: "Capabilities that may be added again.",
        },
        allowedFor: {
          type: "object",
          additionalProperties: { type: "array", items: { type: "string" } },
          default: {},
          description: "Capabilities that may be added again, by the label `palier.component`.",
        },
      },
    },
  },
  ({ workload, config, report }) => {
    const component = known(() => workload.component, undefined) ?? "";
    const allowed = [...config.allowed, ...(config.allowedFor[component] ?? [])].map(canonical);
    const { capabilityDrops, capabilityAdds } = workload.spelling;
    judgeAll([
      () => {
        if (!find(workload.capabilities?.drops, (name) => canonical(name) === "CAP_ALL")) {
          report(`keeps capabilities; write "ALL" into ${capabilityDrops}`);
        }
      },
      () => {
        each(workload.capabilities?.adds, (name) => {
          if (!allowed.includes(canonical(name))) {
            report(`adds a capability that is not allowed; leave it out of ${capabilityAdds}`);
          }
        });
      },
    ]);
  },
);

/** The engine takes a name in either case, with or without its prefix. */
function canonical(name: string): string {
  const upper = name.toUpperCase();
  return upper.startsWith("CAP_") ? upper : `CAP_${upper}`;
}

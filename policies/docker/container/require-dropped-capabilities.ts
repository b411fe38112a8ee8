import { containerPolicy } from "../../shared/policy";
import { each, find, judgeAll } from "../../shared/unknown";

/** Parameters of the policy. */
interface Config {
  /** Capabilities that may be added again, with the prefix `CAP_`. */
  readonly allowed: readonly string[];
}

/** What a process cannot do, an intruder in it cannot do either (CIS Docker 5.4). */
export const requireDroppedCapabilities = containerPolicy<Config>(
  {
    name: "require-dropped-capabilities",
    description: "A container drops all capabilities and adds none but the allowed ones.",
    configSchema: {
      properties: { allowed: { type: "array", items: { type: "string" }, default: [] } },
    },
  },
  ({ inputs, config, report }) => {
    const allowed = config.allowed.map(canonical);
    judgeAll([
      () => {
        if (!find(inputs.capabilities?.drops, (name) => canonical(name) === "CAP_ALL")) {
          report('keeps capabilities; write "ALL" into "capabilities.drops"');
        }
      },
      () => {
        each(inputs.capabilities?.adds, (name) => {
          if (!allowed.includes(canonical(name))) {
            report('adds a capability that is not allowed; leave it out of "capabilities.adds"');
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

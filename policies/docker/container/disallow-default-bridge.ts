import { containerPolicy } from "../../shared/policy";
import { each, judgeAll } from "../../shared/unknown";

const defaults = ["bridge", "default"];

/** On the default bridge every container of the host reaches every other one. Services are never on it. */
export const disallowDefaultBridge = containerPolicy(
  {
    name: "disallow-default-bridge",
    description: "A container joins networks of its own and not the bridge that all others share.",
    severity: "high",
    anchor: "CIS Docker 5.30",
    remediation:
      'Write the networks that the container needs into "networksAdvanced", or "none" into "networkMode".',
  },
  ({ inputs, report }) => {
    judgeAll([
      () => {
        // "host" is another policy's matter; "none" and another container's network are no bridge.
        if ((inputs.networksAdvanced ?? []).length > 0) return;
        if (["", ...defaults].includes(inputs.networkMode ?? "")) {
          report('is on the default bridge; write its networks into "networksAdvanced"');
        }
      },
      () => {
        each(inputs.networksAdvanced, ({ name }) => {
          if (defaults.includes(name ?? "")) {
            report(
              'joins the default bridge; write a network of its own into "networksAdvanced" instead',
            );
          }
        });
      },
    ]);
  },
);

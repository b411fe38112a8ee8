import { workloadPolicy } from "../../shared/policy";
import { find } from "../../shared/unknown";

/** Parameters of the policy. */
interface Config {
  /** Values of the label `palier.component` of what has to stay up. */
  readonly components: readonly string[];
}

/**
 * `unless-stopped` was measured to leave containers down after the engine was killed, and `on-failure`
 * leaves down what ended well. What runs once must not run again by itself: it may not bear it.
 */
export const requireSafeRestartPolicy = workloadPolicy<Config>(
  {
    name: "require-safe-restart-policy",
    description: "What is to stay up is always brought back, and what runs once is not run again.",
    severity: "medium",
    anchor: "CIS Docker 5.15, adapted: containers have to survive a restart of the engine",
    remediation:
      'Write "always" for what is to stay up, and "no" for a task (services: "any" and "none").',
    configSchema: {
      properties: {
        components: {
          type: "array",
          items: { type: "string" },
          // Those of a release are created stopped, which alone would make tasks of them.
          default: ["cache", "database", "proxy", "scheduler", "web", "worker"],
          description: "Values of the label `palier.component` of what has to stay up.",
        },
      },
    },
  },
  ({ workload, config, report }) => {
    const signs = [
      () => workload.isLongRunning,
      () => config.components.includes(workload.component ?? ""),
    ];
    const staysUp = find(signs, (sign) => sign()) !== undefined;
    // What the engines take where nothing is said.
    const restart = workload.restart ?? (workload.container === undefined ? "always" : "no");
    if (staysUp && restart !== "always") {
      const word = workload.container === undefined ? "any" : "always";
      report(`may stay down after a crash; write "${word}" into ${workload.spelling.restart}`);
    } else if (!staysUp && restart !== "no") {
      report(`is a task and may run again by itself; write "no" into ${workload.spelling.restart}`);
    }
  },
);

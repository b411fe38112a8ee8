import { workloadPolicy } from "../../shared/policy";
import { each } from "../../shared/unknown";

/** Parameters of the policy. */
interface Config {
  /** Log drivers that keep nothing on the engine's host or rotate by themselves. */
  readonly rotatingDrivers: readonly string[];
}

/** What limits the files of a log, each with an example. */
const limits = [
  ["max-size", "10m"],
  ["max-file", "5"],
] as const;

/** The engine's own default keeps logs for ever, until the disk that databases need is full. */
export const requireLogRotation = workloadPolicy<Config>(
  {
    name: "require-log-rotation",
    description: "Logs of a container are rotated, so that they never fill the host's disk.",
    severity: "medium",
    anchor: "CIS Docker 2.13",
    remediation:
      'Write the log driver "json-file" with the options "max-size" and "max-file", for example "10m" and "5".',
    configSchema: {
      properties: {
        rotatingDrivers: {
          type: "array",
          items: { type: "string" },
          default: ["local", "journald", "syslog"],
          description:
            "Log drivers that keep nothing on the engine's host or rotate by themselves.",
        },
      },
    },
  },
  ({ workload, config, report }) => {
    const { logDriver, spelling } = workload;
    if (config.rotatingDrivers.includes(logDriver ?? "")) return;
    if (logDriver !== "json-file") {
      report(
        `says no log driver that rotates; write "json-file" into ${spelling.logDriver}, with "max-size" and "max-file"`,
      );
      return;
    }
    each(limits, ([option, example]) => {
      // What the engine takes for no limit.
      if (/^(?:-1|0)?$/.test(workload.logOptions?.[option] ?? "")) {
        report(
          `its logs grow without limit; write "${option}", for example "${example}", into ${spelling.logOptions}`,
        );
      }
    });
  },
);

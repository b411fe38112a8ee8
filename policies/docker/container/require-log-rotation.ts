import { containerPolicy } from "../../shared/policy";
import { each } from "../../shared/unknown";

/** Parameters of the policy. */
interface Config {
  /** Log drivers that keep nothing on the engine's host or rotate by themselves. */
  readonly rotatingDrivers: readonly string[];
}

/** The engine's own default keeps logs for ever, until the disk that databases need is full. */
export const requireLogRotation = containerPolicy<Config>(
  {
    name: "require-log-rotation",
    description: "Logs of a container are rotated, so that they never fill the host's disk.",
    configSchema: {
      properties: {
        rotatingDrivers: {
          type: "array",
          items: { type: "string" },
          default: ["local", "journald", "syslog"],
        },
      },
    },
  },
  ({ inputs, config, report }) => {
    const { logDriver } = inputs;
    if (logDriver !== undefined && config.rotatingDrivers.includes(logDriver)) return;
    if (logDriver !== "json-file") {
      report('says no log driver that rotates; write "json-file" with "max-size" and "max-file"');
      return;
    }
    each(["max-size", "max-file"], (option) => {
      if ((inputs.logOpts?.[option] ?? "") === "") {
        report(`its logs grow without limit; write "${option}" into "logOpts"`);
      }
    });
  },
);

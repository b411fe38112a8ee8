import { seconds } from "../../shared/duration";
import { servicePolicy } from "../../shared/policy";
import { judgeAll } from "../../shared/unknown";

/** What the engine takes where nothing is said. */
const defaultMonitorSeconds = 5;

/** Without it a service whose new containers die stays half updated until somebody notices. */
export const requireServiceRollback = servicePolicy(
  {
    name: "require-service-rollback",
    description:
      "A service whose update fails goes back by itself, and the update says that it failed.",
    severity: "high",
    anchor: "Docker documentation, roll back a service by configuration",
    remediation:
      'Write "rollback" into "updateConfig.failureAction" with "0.0" as "maxFailureRatio", a "monitor" at least as long ' +
      'as the health check\'s "startPeriod", and "convergeConfig", so that the update waits for the end.',
  },
  ({ inputs, report }) => {
    judgeAll([
      () => {
        if (inputs.updateConfig?.failureAction !== "rollback") {
          report('a failed update stays; write "rollback" into "updateConfig.failureAction"');
        }
      },
      () => {
        if (!(Number(inputs.updateConfig?.maxFailureRatio ?? 0) <= 0)) {
          report(
            'failed containers are put up with; write "0.0" into "updateConfig.maxFailureRatio"',
          );
        }
      },
      () => {
        const startPeriod = seconds(inputs.taskSpec?.containerSpec?.healthcheck?.startPeriod) ?? 0;
        const monitor = seconds(inputs.updateConfig?.monitor) ?? defaultMonitorSeconds;
        if (monitor < startPeriod) {
          report(
            'an update is watched for less than containers take to start; write at least the health check\'s "startPeriod" into "updateConfig.monitor"',
          );
        }
      },
      () => {
        if (inputs.convergeConfig === undefined) {
          report('nobody waits for the end of an update; write "convergeConfig"');
        }
      },
    ]);
  },
);

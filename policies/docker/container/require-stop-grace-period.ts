import { isDatabase } from "../../shared/database";
import { workloadPolicy } from "../../shared/policy";
import { judgeAll, known } from "../../shared/unknown";

/** Parameters of the policy. */
interface Config {
  /** Seconds that a database server gets at least. */
  readonly databaseSeconds: number;
  /** Seconds that anything else gets at least. */
  readonly seconds: number;
}

/** A server that is killed drops the requests in flight, and a database has to recover before it answers again. */
export const requireStopGracePeriod = workloadPolicy<Config>(
  {
    name: "require-stop-grace-period",
    description: "A long-running container gets time to finish when it is stopped.",
    severity: "medium",
    anchor: "Palier, a stop loses nothing (docs/architecture.md)",
    remediation:
      'Write the seconds that the process takes to finish into "stopTimeout" and "destroyGraceSeconds" ' +
      '(services: "taskSpec.containerSpec.stopGracePeriod"): for a database the time of a checkpoint.',
    configSchema: {
      properties: {
        databaseSeconds: {
          type: "integer",
          default: 60,
          description: "Seconds that a database server gets at least.",
        },
        seconds: {
          type: "integer",
          default: 10,
          description: "Seconds that anything else gets at least.",
        },
      },
    },
  },
  ({ workload, config, report }) => {
    if (!known(() => workload.isLongRunning, true)) return;
    const judge = (given: number | undefined, spelling: string): void => {
      const time = given ?? 0;
      if (time >= config.databaseSeconds) return;
      if (time >= config.seconds && !isDatabase(workload)) return;
      const least = known(() => isDatabase(workload), false)
        ? config.databaseSeconds
        : config.seconds;
      report(`is killed soon after it is told to stop; write at least ${least} s into ${spelling}`);
    };
    judgeAll([
      () => {
        judge(workload.stopGraceSeconds, workload.spelling.stopGrace);
      },
      () => {
        // Without it the provider kills a container that it removes or replaces.
        const { container } = workload;
        if (container !== undefined) judge(container.destroyGraceSeconds, '"destroyGraceSeconds"');
      },
    ]);
  },
);

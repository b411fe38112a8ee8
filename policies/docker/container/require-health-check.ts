import { seconds } from "../../shared/duration";
import { workloadPolicy } from "../../shared/policy";
import { judgeAll, known } from "../../shared/unknown";
import type { Workload } from "../../shared/workload";

/** Seconds that the provider waits for a healthy container where nothing is said. */
const usualWait = 60;

/** Without a health check nobody notices that a process hangs; with half of one nobody knows when. */
export const requireHealthCheck = workloadPolicy(
  {
    name: "require-health-check",
    description: "A long-running container has a complete health check that its start waits for.",
    severity: "medium",
    anchor: "CIS Docker 4.6 and 5.27",
    remediation:
      'Write "healthcheck" with "tests" (first word "CMD"), "interval" and "retries"; the test asks the process itself. ' +
      'A container that the provider starts gets "wait: true", with a "waitTimeout" that the start period fits in.',
  },
  ({ workload, report }) => {
    if (!known(() => workload.isLongRunning, true)) return;
    const { healthCheck } = workload.spelling;
    if (!known(() => hasTest(workload), true)) {
      report(`has no health check; write ${healthCheck} with "tests", "interval" and "retries"`);
      return;
    }
    judgeAll([
      () => {
        // Asked again, because an unknown test has to be told.
        hasTest(workload);
      },
      () => {
        if (!((seconds(workload.healthCheck?.interval) ?? 0) > 0)) {
          report(`does not say how often it is asked; write "interval" into ${healthCheck}`);
        }
      },
      () => {
        if (!((workload.healthCheck?.retries ?? 0) > 0)) {
          report(`does not say when it counts as ill; write "retries" into ${healthCheck}`);
        }
      },
      () => {
        if (isStartedUnseen(workload)) {
          report('nobody waits until it is healthy; write true into "wait"');
        }
      },
      () => {
        if (startsTooSlowly(workload)) {
          report('may take longer to start than is waited for; write a larger "waitTimeout"');
        }
      },
    ]);
  },
);

function hasTest({ healthCheck }: Workload): boolean {
  const tests = healthCheck?.tests ?? [];
  // The first word says how the rest is run.
  return tests.length > 1 && tests[0] !== "NONE";
}

/** What is created stopped is waited for by the release that starts it. */
function isStartedUnseen({ container }: Workload): boolean {
  return (
    container !== undefined &&
    known(() => container.start, true) !== false &&
    container.wait !== true
  );
}

function startsTooSlowly({ container }: Workload): boolean {
  if (container?.wait !== true) return false;
  const period = seconds(container.healthcheck?.startPeriod) ?? 0;
  return period > (container.waitTimeout ?? usualWait);
}

import { isLongRunning } from "../../shared/long-running";
import { containerPolicy } from "../../shared/policy";
import { known } from "../../shared/unknown";

/** Without a health check nobody notices that a process hangs (CIS Docker 5.27). */
export const requireHealthCheck = containerPolicy(
  {
    name: "require-health-check",
    description: "A long-running container has a health check, so that a hanging process is seen.",
  },
  ({ inputs, report }) => {
    if (!known(() => isLongRunning(inputs), true)) return;
    const tests = inputs.healthcheck?.tests ?? [];
    if (tests.length === 0 || tests[0] === "NONE") {
      report('has no health check; write "healthcheck" with "tests", "interval" and "retries"');
    }
  },
);

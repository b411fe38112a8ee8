import { workloadPolicy } from "../../shared/policy";
import { judgeAll } from "../../shared/unknown";

/** One process that leaks must not take the whole host down. */
export const requireMemoryLimit = workloadPolicy(
  {
    name: "require-memory-limit",
    description: "A container has a memory limit that swap cannot get around.",
    severity: "high",
    anchor: "CIS Docker 5.11",
    remediation:
      'Write the size that the process needs under load into "memory" (MiB), and the same number into "memorySwap". ' +
      'Services: "taskSpec.resources.limits.memoryBytes".',
  },
  ({ workload, report }) => {
    judgeAll([
      () => {
        if (!((workload.memory ?? 0) > 0)) {
          report(`has no memory limit; write ${workload.spelling.memory}`);
        }
      },
      () => {
        const { container } = workload;
        if (container === undefined) return;
        if (container.memorySwap === -1) {
          report('may swap without limit; write "memorySwap" with the same value as "memory"');
        } else if ((container.memory ?? 0) > 0 && container.memorySwap !== container.memory) {
          // Left out, the engine grants as much swap as memory.
          report(
            'may swap beyond its memory limit; write "memorySwap" with the same value as "memory"',
          );
        }
      },
    ]);
  },
);

import { containerPolicy } from "../../shared/policy";
import { judgeAll } from "../../shared/unknown";

/** One process that leaks must not take the whole host down (CIS Docker 5.11). */
export const requireMemoryLimit = containerPolicy(
  {
    name: "require-memory-limit",
    description: "A container has a memory limit that swap cannot get around.",
  },
  ({ inputs, report }) => {
    judgeAll([
      () => {
        if (!((inputs.memory ?? 0) > 0)) report('has no memory limit; write "memory" in MiB');
      },
      () => {
        if (inputs.memorySwap === -1) {
          report('may swap without limit; write the same number for "memorySwap" as for "memory"');
        }
      },
    ]);
  },
);

import { requireMemoryLimit } from "../../../../../policies/docker/container/require-memory-limit";
import { containerCases } from "../../support/cases";
import { unknownNumber } from "../../support/unknown";

containerCases(requireMemoryLimit, {
  accepts: { "swap of the same size": { memory: 64, memorySwap: 64 } },
  refuses: {
    "no limit": [{ memory: undefined }, /has no memory limit/],
    "a limit of zero, which is none": [{ memory: 0 }, /has no memory limit/],
    "endless swap": [{ memorySwap: -1 }, /swap without limit/],
  },
  refusesBesideUnknown: {
    "an unknown limit": { memory: unknownNumber, memorySwap: -1 },
    "unknown swap": { memory: undefined, memorySwap: unknownNumber },
  },
  postpones: { "an unknown limit": { memory: unknownNumber } },
});

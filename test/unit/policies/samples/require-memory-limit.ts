import { both, container, service } from "../support/resources";
import type { Samples } from "../support/samples";
import { unknownNumber } from "../support/unknown";

const beyond =
  /may swap beyond its memory limit; write "memorySwap" with the same value as "memory"/;

export const samples: Samples = {
  levels: "A M M M",
  compliant: {
    "a limit": both(),
    "swap of the same size": container({ memory: 64, memorySwap: 64 }),
    "a service, which has no such input": service({ memory: 64, memorySwap: undefined }),
  },
  violating: {
    "no limit": [both({ memory: undefined }), /has no memory limit; write "[\w.]*memory/i],
    "a limit of zero, which is none": [both({ memory: 0 }), /has no memory limit/],
    "no limit and nothing said about swap": [
      container({ memory: undefined, memorySwap: undefined }),
      /has no memory limit/,
    ],
    "nothing said about swap": [container({ memorySwap: undefined }), beyond],
    "swap left to the engine": [container({ memorySwap: 0 }), beyond],
    "more swap than memory": [container({ memorySwap: 512 }), beyond],
    "endless swap": [
      container({ memorySwap: -1 }),
      /may swap without limit; write "memorySwap" with/,
    ],
  },
  besideUnknown: { "endless swap": container({ memory: unknownNumber, memorySwap: -1 }) },
  postponed: { "an unknown limit": container({ memory: unknownNumber }) },
};

import { both } from "../support/resources";
import { configured, type Samples } from "../support/samples";
import { container } from "../support/resources";
import { unknownMap, unknownText } from "../support/unknown";

export const samples: Samples = {
  levels: "A M M M",
  compliant: {
    "rotated files": both(),
    "a driver that rotates by itself": both({ logDriver: "local", logOpts: undefined }),
    "the system's own log": both({ logDriver: "journald", logOpts: undefined }),
    "a driver that sends logs away": both({ logDriver: "syslog", logOpts: {} }),
    "a driver that the tier names": configured(
      { rotatingDrivers: ["fluentd"] },
      container({ logDriver: "fluentd" }),
    ),
  },
  violating: {
    "no driver": [both({ logDriver: undefined }), /no log driver that rotates/],
    "a driver that is not on the list": [both({ logDriver: "none" }), /no log driver that/],
    "no largest size": [
      both({ logOpts: { "max-file": "3" } }),
      /write "max-size", for example "10m", into/,
    ],
    "no number of files": [
      both({ logOpts: { "max-size": "10m" } }),
      /write "max-file", for example "5", into/,
    ],
    "a size without limit": [
      both({ logOpts: { "max-size": "-1", "max-file": "3" } }),
      /write "max-size", for example "10m", into/,
    ],
    "no files at all": [
      both({ logOpts: { "max-size": "10m", "max-file": "0" } }),
      /write "max-file", for example "5", into/,
    ],
    "neither of both": [both({ logOpts: {} }), /logs grow without limit/, 2],
  },
  besideUnknown: {
    "a missing number of files": both({ logOpts: { "max-size": unknownText } }),
    "another driver": both({ logDriver: "none", logOpts: unknownMap }),
  },
  postponed: {
    "an unknown driver": both({ logDriver: unknownText }),
    "unknown options": both({ logOpts: unknownMap }),
  },
};

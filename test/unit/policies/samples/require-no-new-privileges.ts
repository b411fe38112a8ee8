import { container } from "../support/resources";
import type { Samples } from "../support/samples";
import { unknownText } from "../support/unknown";

const options = (...securityOpts: string[]) => container({ securityOpts });

export const samples: Samples = {
  levels: "A M M M",
  compliant: {
    "the option": container(),
    "the spelling with a colon": options("no-new-privileges:true"),
    "the option beside an unknown one": options(unknownText, "no-new-privileges"),
  },
  violating: {
    "no option": [container({ securityOpts: undefined }), /can gain privileges/],
    "the option switched off": [options("no-new-privileges:false"), /can gain privileges/],
    "an option that merely ends alike": [options("x-no-new-privileges"), /can gain privileges/],
  },
  postponed: { "an unknown option": options(unknownText) },
};

import { requireNoNewPrivileges } from "../../../../../policies/docker/container/require-no-new-privileges";
import { containerCases } from "../../support/cases";
import { unknownText } from "../../support/unknown";

containerCases(requireNoNewPrivileges, {
  accepts: {
    "the spelling with a colon": { securityOpts: ["no-new-privileges:true"] },
    "the option beside an unknown one": { securityOpts: [unknownText, "no-new-privileges"] },
  },
  refuses: {
    "no option": [{ securityOpts: undefined }, /can gain privileges/],
    "the option switched off": [
      { securityOpts: ["no-new-privileges:false"] },
      /can gain privileges/,
    ],
  },
  refusesBesideUnknown: { "an unknown image": { securityOpts: [], image: unknownText } },
  postpones: { "an unknown option": { securityOpts: [unknownText] } },
});

import { awsTypes } from "../../../../policies/shared/aws";
import { resource, volume } from "../support/resources";
import type { Samples } from "../support/samples";
import { unknownFlag } from "../support/unknown";

const disk = (encrypted?: unknown) => resource(awsTypes.disk, { size: 10, encrypted });
const open = /^volume "subject": is not encrypted; write "encrypted: true"/;

export const samples: Samples = {
  levels: "- A M M",
  compliant: { "an encrypted disk": disk(true), "a volume of Docker": volume("data", true) },
  violating: { "an open disk": [disk(false), open], "no word of it": [disk(), open] },
  postponed: { "an unknown answer": disk(unknownFlag) },
};

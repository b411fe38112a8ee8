import { awsTypes } from "../../../../policies/shared/aws";
import { resource } from "../support/resources";
import type { Samples } from "../support/samples";
import { unknownFlag, unknownText } from "../support/unknown";

const key = (inputs: object = {}) => resource(awsTypes.key, { enableKeyRotation: true, ...inputs });
const still = /is never rotated; write "enableKeyRotation: true"/;

export const samples: Samples = {
  levels: "- A M M",
  compliant: {
    "a rotated key": key(),
    "a key that says its kind": key({ customerMasterKeySpec: "SYMMETRIC_DEFAULT" }),
    "a long window": key({ deletionWindowInDays: 30 }),
    "a key for signatures": key({
      customerMasterKeySpec: "RSA_2048",
      enableKeyRotation: undefined,
    }),
    "another resource": resource(awsTypes.disk, {}),
  },
  violating: {
    "no word of rotation": [key({ enableKeyRotation: undefined }), still],
    "no rotation": [
      key({ customerMasterKeySpec: "SYMMETRIC_DEFAULT", enableKeyRotation: false }),
      still,
    ],
    "a short window": [
      key({ deletionWindowInDays: 29 }),
      /can be gone too soon; leave "deletionWindowInDays" out, which means 30/,
    ],
  },
  decisive: ["customerMasterKeySpec"],
  besideUnknown: {
    "a short window": key({ enableKeyRotation: unknownFlag, deletionWindowInDays: 7 }),
  },
  postponed: { "an unknown kind": key({ customerMasterKeySpec: unknownText }) },
};

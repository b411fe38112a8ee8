import { awsTypes } from "../../../../policies/shared/aws";
import { types } from "../../../../policies/shared/types";
import { resource } from "../support/resources";
import { configured, type Samples } from "../support/samples";

const protectedOne = (type: string, protect: boolean) => ({
  ...resource(type, {}, "kept"),
  options: { protect },
});
const lost = /can be deleted and cannot be made again; give it the option "protect: true"/;

export const samples: Samples = {
  levels: "- A M M",
  compliant: {
    "a protected password": protectedOne(types.randomPassword, true),
    "a protected bucket": protectedOne(awsTypes.bucket, true),
    "what the tier calls replaceable": configured(
      { replaceable: ["kept"] },
      protectedOne(types.randomPassword, false),
    ),
  },
  violating: {
    "a password": [protectedOne(types.randomPassword, false), lost],
    "a generated key": [protectedOne(types.randomBytes, false), lost],
    "a bucket": [protectedOne(awsTypes.bucket, false), lost],
    "a bucket of the newer type": [protectedOne(awsTypes.bucketV2, false), lost],
    "a key": [protectedOne(awsTypes.key, false), lost],
    "another one than the tier calls replaceable": [
      configured({ replaceable: ["other"] }, protectedOne(awsTypes.key, false)),
      lost,
    ],
  },
};

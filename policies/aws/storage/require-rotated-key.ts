import { awsTypes } from "../../shared/aws";
import { resourcePolicy } from "../../shared/policy";
import { judgeAll } from "../../shared/unknown";

/** What of a key is judged. */
interface KeyInputs {
  readonly enableKeyRotation?: boolean;
  /** The provider's own is 30. */
  readonly deletionWindowInDays?: number;
  readonly customerMasterKeySpec?: string;
}

/** Nobody notices in less time that a key was given up, and without it every backup is lost. */
const longestWindow = 30;

/** With a key goes all that it encrypts. */
export const requireRotatedKey = resourcePolicy<KeyInputs, object>(
  {
    name: "require-rotated-key",
    description: "A KMS key is rotated every year, and its deletion can be stopped for 30 days.",
    severity: "high",
    anchor: "AWS Foundational Security KMS.4, CIS AWS 3.6",
    remediation: 'Write "enableKeyRotation: true", and leave "deletionWindowInDays" out.',
  },
  [awsTypes.key],
  ({ inputs, report }) => {
    judgeAll([
      () => {
        // AWS rotates no other kind.
        const isSymmetric = (inputs.customerMasterKeySpec ?? "SYMMETRIC_DEFAULT").startsWith("SYM");
        if (isSymmetric && inputs.enableKeyRotation !== true) {
          report('is never rotated; write "enableKeyRotation: true"');
        }
      },
      () => {
        if ((inputs.deletionWindowInDays ?? longestWindow) < longestWindow) {
          report('can be gone too soon; leave "deletionWindowInDays" out, which means 30');
        }
      },
    ]);
  },
);

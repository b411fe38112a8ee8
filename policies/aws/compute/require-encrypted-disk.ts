import { awsTypes } from "../../shared/aws";
import { resourcePolicy } from "../../shared/policy";

/** A snapshot of an open disk is readable wherever it is copied to. */
export const requireEncryptedDisk = resourcePolicy<{ readonly encrypted?: boolean }, object>(
  {
    name: "require-encrypted-disk",
    description: "A disk on AWS is encrypted, and so is every snapshot that is taken of it.",
    severity: "high",
    anchor: "AWS Foundational Security EC2.3, CIS AWS 2.2.1",
    remediation: 'Write "encrypted: true"; a disk that exists is replaced, so move its data first.',
  },
  [awsTypes.disk],
  ({ inputs, report }) => {
    if (inputs.encrypted !== true) report('is not encrypted; write "encrypted: true"');
  },
);

import { awsTypes } from "../../shared/aws";
import { resourcePolicy } from "../../shared/policy";
import { each, judgeAll } from "../../shared/unknown";

/** A disk of an instance. */
interface DiskInputs {
  /** A text in launch templates. */
  readonly encrypted?: boolean | string;
}

/** What of an instance, or of a template for instances, is judged. */
interface InstanceInputs {
  readonly metadataOptions?: { readonly httpTokens?: string };
  readonly disableApiTermination?: boolean;
  readonly rootBlockDevice?: DiskInputs;
  readonly ebsBlockDevices?: readonly DiskInputs[];
  readonly blockDeviceMappings?: readonly { readonly ebs?: DiskInputs }[];
}

/** The old metadata service hands an instance's rights to whatever request an application can be made to send. */
export const requireHardenedInstance = resourcePolicy<InstanceInputs, object>(
  {
    name: "require-hardened-instance",
    description:
      "An EC2 instance asks tokens for its metadata, encrypts its disks and cannot be ended by mistake.",
    severity: "high",
    anchor: "AWS Foundational Security EC2.8, EC2.3, CIS AWS 5.6",
    remediation:
      'Write "metadataOptions.httpTokens: required", "encrypted: true" for every disk, and "disableApiTermination: true".',
  },
  [awsTypes.instance, awsTypes.launchTemplate],
  ({ type, inputs, report }) => {
    const isInstance = type === awsTypes.instance;
    const judgeDisk = (where: string, disk: DiskInputs | undefined): void => {
      if (disk?.encrypted !== true && disk?.encrypted !== "true") {
        report(`a disk of it is not encrypted; write "encrypted: true" into "${where}"`);
      }
    };
    judgeAll([
      () => {
        if (inputs.metadataOptions?.httpTokens !== "required") {
          report(
            'hands out its rights without a token; write "required" into "metadataOptions.httpTokens"',
          );
        }
      },
      () => {
        if (inputs.disableApiTermination !== true) {
          report('can be ended by mistake; write "disableApiTermination: true"');
        }
      },
      () => {
        // A template need not say anything of disks; an instance always has one.
        if (isInstance) judgeDisk("rootBlockDevice", inputs.rootBlockDevice);
      },
      () => {
        each(inputs.ebsBlockDevices, (disk) => {
          judgeDisk("ebsBlockDevices", disk);
        });
      },
      () => {
        each(inputs.blockDeviceMappings, ({ ebs }) => {
          judgeDisk("blockDeviceMappings.ebs", ebs);
        });
      },
    ]);
  },
);

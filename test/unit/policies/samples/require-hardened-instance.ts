import { awsTypes } from "../../../../policies/shared/aws";
import { resource } from "../support/resources";
import { type Samples, variants } from "../support/samples";
import { unknownFlag, unknownList, unknownMap } from "../support/unknown";

const safe = { metadataOptions: { httpTokens: "required" }, disableApiTermination: true };
const instance = (changes: object = {}) =>
  resource(awsTypes.instance, {
    ...safe,
    rootBlockDevice: { encrypted: true },
    ebsBlockDevices: [{ encrypted: true }],
    ...changes,
  });
const template = (changes: object = {}) =>
  resource(awsTypes.launchTemplate, {
    ...safe,
    blockDeviceMappings: [{ ebs: { encrypted: "true" } }],
    ...changes,
  });
const each = (changes: object) => variants(instance(changes), template(changes));
const tokens = /hands out its rights without a token; write "required" into "metadataOptions/;
const disk = (where: string) =>
  new RegExp(`a disk of it is not encrypted; write "encrypted: true" into "${where}"`);

export const samples: Samples = {
  levels: "- A M M",
  compliant: {
    "an instance": instance(),
    "an instance with one disk": instance({ ebsBlockDevices: undefined }),
    "a template": template(),
    "a template that leaves disks to others": template({ blockDeviceMappings: undefined }),
    "another resource": resource(awsTypes.disk, {}),
  },
  violating: {
    "no word of metadata": [each({ metadataOptions: undefined }), tokens],
    "metadata without a token": [each({ metadataOptions: { httpTokens: "optional" } }), tokens],
    "no protection": [
      each({ disableApiTermination: undefined }),
      /can be ended by mistake; write "disableApiTermination: true"/,
    ],
    "an end that is allowed": [each({ disableApiTermination: false }), /can be ended by mistake/],
    "no word of the first disk": [
      instance({ rootBlockDevice: undefined }),
      disk("rootBlockDevice"),
    ],
    "an open first disk": [
      instance({ rootBlockDevice: { encrypted: false } }),
      disk("rootBlockDevice"),
    ],
    "an open disk": [instance({ ebsBlockDevices: [{}] }), disk("ebsBlockDevices")],
    "an open disk of a template": [
      template({ blockDeviceMappings: [{ ebs: { encrypted: "false" } }] }),
      disk("blockDeviceMappings\\.ebs"),
    ],
  },
  decisive: ["rootBlockDevice", "ebsBlockDevices.encrypted", "blockDeviceMappings.ebs"],
  besideUnknown: {
    "an open disk": instance({ metadataOptions: unknownMap, rootBlockDevice: {} }),
    "an open disk behind an unknown one": instance({
      ebsBlockDevices: [{ encrypted: unknownFlag }, {}],
    }),
  },
  postponed: { "unknown disks": template({ blockDeviceMappings: unknownList }) },
};

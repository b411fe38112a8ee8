import { imageOf } from "../../shared/image";
import { resourcePolicy } from "../../shared/policy";
import { types, workloadTypes } from "../../shared/types";

const pinned = /^(?:[^@\s]+@)?sha256:[0-9a-f]{64}$/;

/** A tag can mean another image tomorrow; a digest or an image ID cannot. What is built or pushed here has its digest only then. */
export const disallowFloatingImage = resourcePolicy<object, object>(
  {
    name: "disallow-floating-image",
    description: "An image is given by digest or ID, so that what was tested is what runs.",
    severity: "high",
    anchor: "CIS Docker 5.28",
    remediation:
      'Write the image as "repository@sha256:…"; "docker buildx imagetools inspect" shows the digest of a tag.',
  },
  [...workloadTypes, types.remoteImage],
  ({ type, inputs, report }) => {
    const { name, spelling } = imageOf(type, inputs);
    if (!pinned.test(name)) {
      report(
        `its image can change under its name; write "repository@sha256:…" or an image ID into ${spelling}`,
      );
    }
  },
);

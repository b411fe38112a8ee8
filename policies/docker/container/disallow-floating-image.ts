import { containerPolicy } from "../../shared/policy";

const pinned = /^(?:[^@\s]+@)?sha256:[0-9a-f]{64}$/;

/** A tag can mean another image tomorrow; a digest or an image ID cannot (CIS Docker 5.28). */
export const disallowFloatingImage = containerPolicy(
  {
    name: "disallow-floating-image",
    description: "An image is given by digest or ID, so that what was tested is what runs.",
  },
  ({ inputs: { image }, report }) => {
    if (image === undefined || !pinned.test(image)) {
      report('its image can change under its name; write "repository@sha256:…" or an image ID');
    }
  },
);

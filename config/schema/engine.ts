import { about } from "./about";
import { endpoint } from "./endpoint";
import { maybe, section } from "./shape";
import { folder } from "./text";

/** `palier:engine`. */
export const engine = section({
  endpoint: about(endpoint, {
    purpose: "Address of the Docker engine that runs the stack.",
    effect: "nothing",
  }),
  certificates: about(maybe(folder), {
    purpose:
      "Folder with `ca.pem`, `cert.pem` and `key.pem`, on the machine that deploys. Needed for " +
      "`tcp://` outside development, useless for the other endpoints.",
    effect: "nothing",
    fallback: "none",
  }),
});

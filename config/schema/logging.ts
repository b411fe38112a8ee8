import { about } from "./about";
import { integer } from "./leaf";
import { section } from "./shape";
import { logSize } from "./text";

/** `palier:logging`. */
export const logging = section({
  maxSize: about(logSize, {
    purpose: "Size at which a container's log file is rotated.",
    effect: "release",
  }),
  maxFiles: about(integer({ expected: "a whole number from 1 to 100", minimum: 1, maximum: 100 }), {
    purpose: "Log files kept per container.",
    effect: "release",
  }),
});

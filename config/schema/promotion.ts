import { about } from "./about";
import { text } from "./leaf";
import { listOf, section } from "./shape";

const pattern = text({
  expected: "the name of a branch or tag, where * stands for anything but /, and ** for anything",
  pattern: /^(?=.{1,100}$)[A-Za-z0-9_*][A-Za-z0-9._/*+-]*$/,
});

/** `palier:promotion`. */
export const promotion = section({
  branches: about(listOf(pattern, "branches").default([]), {
    purpose: "Branches that may be deployed here, for example `main` or `release/*`.",
    effect: "nothing",
    fallback: "none",
  }),
  tags: about(listOf(pattern, "tags").default([]), {
    purpose: "Tags that may be deployed here, for example `v*`.",
    effect: "nothing",
    fallback: "none",
  }),
});

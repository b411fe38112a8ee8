import { about } from "./about";
import { application, applicationName } from "./application";
import { changes } from "./changes";
import { engine } from "./engine";
import { exemptions } from "./exemptions";
import { images } from "./images";
import { choice } from "./leaf";
import { logging } from "./logging";
import { overrides } from "./overrides";
import { promotion } from "./promotion";
import { proxy } from "./proxy";
import { mapOf, maybe, section } from "./shape";

/** Everything of `Pulumi.<stack>.yaml` that is not a secret, in the order in which files write it. */
export const stack = section({
  tier: about(choice(["development", "preproduction", "production"]), {
    purpose: "Class of environment: sets the defaults and how strict the checks are.",
    effect: "release",
  }),
  role: about(choice(["primary", "standby"]), {
    purpose: "Whether the site serves users or stands by to take over.",
    effect: "release",
  }),
  promotion: about(maybe(promotion), {
    purpose: "Branches and tags that may be deployed to the stack.",
    effect: "nothing",
    fallback: "the tier's",
  }),
  engine: about(engine, { purpose: "How the Docker engine is reached.", effect: "nothing" }),
  images: about(images, { purpose: "Images of the services.", effect: "replace" }),
  proxy: about(proxy, { purpose: "The reverse proxy of the stack.", effect: "reload" }),
  logging: about(maybe(logging), {
    purpose: "Rotation of container logs.",
    effect: "release",
    fallback: "the tier's",
  }),
  applications: about(mapOf(applicationName, application), {
    purpose: "Applications of the stack by name, all behind the one proxy. At least one.",
    effect: "release",
  }),
  exemptions: about(exemptions.default([]), {
    purpose: "Containers that may violate a policy for a while.",
    effect: "replace",
    fallback: "none",
  }),
  changes: about(maybe(changes), {
    purpose: "What one update may change, and when; `make guard` holds updates to it.",
    effect: "nothing",
    fallback: "the tier's, at any time",
  }),
  overrides: about(overrides.default([]), {
    purpose:
      "What is let through for a few days although a guard refuses it: each with allow, reason, until and, for one resource, resource.",
    effect: "nothing",
    fallback: "none",
  }),
});

/** The top-level keys that hold settings; every other key has to be a secret. */
export const structuredKeys: readonly string[] = Object.keys(stack.shape);

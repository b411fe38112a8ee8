import { about } from "./about";
import { databaseAndCache } from "./services";
import { image } from "./image";
import { choice, flag, integer, text } from "./leaf";
import { limits } from "./limits";
import { hostName } from "./network";
import { release } from "./release";
import { settings } from "./settings";
import { listOf, mapOf, maybe, section } from "./shape";
import { headerValue, title, urlPath, version } from "./text";

/** Names of applications: a start of DNS labels, volumes and resources, with room for what follows. */
export const applicationName = {
  pattern: /^[a-z][a-z0-9-]{0,29}$/,
  expected: "an application name (a lower-case letter, then up to 29 letters, digits and hyphens)",
  by: "application",
} as const;

const processName = {
  pattern: /^[a-z][a-z0-9-]{0,29}$/,
  expected: "a process of the blueprint, as web",
  by: "process",
} as const;

const process = section({
  count: about(
    maybe(integer({ expected: "a whole number from 1 to 64", minimum: 1, maximum: 64 })),
    {
      purpose: "Containers of this process. A scheduler always runs exactly once.",
      effect: "release",
      fallback: "the tier's",
    },
  ),
  limits: about(maybe(limits("release")), {
    purpose: "Size of each container.",
    effect: "in place",
    fallback: "the tier's",
  }),
});

const headers = section({
  contentSecurityPolicy: about(maybe(headerValue), {
    purpose: "Replaces the blueprint's Content-Security-Policy.",
    effect: "reload",
    fallback: "the blueprint's",
  }),
  contentSecurityPolicyReportOnly: about(maybe(flag()), {
    purpose: "Browsers report what the policy would forbid, and forbid nothing.",
    effect: "reload",
    fallback: "the blueprint's",
  }),
});

/** One entry of `palier:applications`. */
export const application = section({
  blueprint: about(
    text({ expected: "the kind of a blueprint, as django", pattern: /^[a-z][a-z0-9-]{0,29}$/ }),
    { purpose: "Kind of application: what it needs and how it is run.", effect: "release" },
  ),
  image: about(image, {
    purpose: "Image of the application; a release is a new digest here.",
    effect: "release",
  }),
  version: about(version, {
    purpose: "Version that the image says it is; compared with the running one.",
    effect: "release",
  }),
  host: about(hostName, {
    purpose: "Canonical host name. Unique in the stack.",
    effect: "release",
  }),
  aliases: about(listOf(hostName, "host names").default([]), {
    purpose: "Other host names, redirected to the canonical one.",
    effect: "release",
    fallback: "none",
  }),
  title: about(maybe(title), {
    purpose: "Name on error and maintenance pages.",
    effect: "reload",
    fallback: "the application's name",
  }),
  language: about(maybe(choice(["fr", "en"])), {
    purpose: "Language of error and maintenance pages.",
    effect: "reload",
    fallback: "the tier's",
  }),
  bodyMegabytes: about(
    maybe(integer({ expected: "MiB from 1 to 4096", minimum: 1, maximum: 4096 })),
    {
      purpose: "Largest request body, and so the largest upload, in MiB.",
      effect: "release",
      fallback: "the tier's",
    },
  ),
  loginPaths: about(listOf(urlPath, "paths, as /login/").default([]), {
    purpose:
      "Paths of login forms beside the blueprint's own: limited per client, answering 429 above.",
    effect: "reload",
    fallback: "none",
  }),
  outbound: about(maybe(flag()), {
    purpose: "Whether processes that ask for it may reach the outside (mail, webhooks).",
    effect: "release",
    fallback: "the tier's",
  }),
  ...databaseAndCache,
  processes: about(mapOf(processName, process).default({}), {
    purpose: "How many containers of each process, and how large.",
    effect: "release",
    fallback: "every process with the tier's count and limits",
  }),
  settings: about(settings, {
    purpose: "Values that the blueprint lets an operator choose; see the blueprint's reference.",
    effect: "release",
    fallback: "the blueprint's",
  }),
  release: about(maybe(release), {
    purpose: "How a new release is checked and watched, and what users see meanwhile.",
    effect: "nothing",
    fallback: "the tier's and the blueprint's",
  }),
  headers: about(maybe(headers), {
    purpose: "Response headers that differ from the blueprint's.",
    effect: "reload",
    fallback: "the blueprint's",
  }),
});

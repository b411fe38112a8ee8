import { about } from "./about";
import { choice, flag, integer, text } from "./leaf";
import { limits } from "./limits";
import { address, port, trustedProxy } from "./network";
import { listOf, maybe, section } from "./shape";
import { folder } from "./text";

// Two years: what browsers' preload lists ask for, doubled; more only makes a mistake last longer.
const longestHsts = 63_072_000;

/** A release number as nginx and OpenSSL print it. */
const release = text({
  expected: 'a version in quotes, as "1.22.1"',
  pattern: /^[0-9]{1,3}(?:\.[0-9]{1,3}){1,2}[a-z]?$/,
});

/** Where certificates come from; `rules/proxy.ts` says which fields go together. */
const tls = section({
  source: about(choice(["local-ca", "folder"]), {
    purpose:
      "`local-ca`: certificates of the project's own authority, in development only. " +
      "`folder`: a folder of the engine's host, kept by the operator or by an ACME client.",
    effect: "replace",
  }),
  path: about(maybe(folder), {
    purpose:
      "Folder on the engine's host with `<host>/fullchain.pem` and `<host>/privkey.pem`; needed by " +
      "source `folder`, and by no other.",
    effect: "replace",
    fallback: "none",
  }),
});

const hsts = section({
  maxAgeSeconds: about(
    integer({ expected: "seconds from 0 to 63072000", minimum: 0, maximum: longestHsts }),
    { purpose: "How long browsers insist on HTTPS; 0 makes them forget.", effect: "reload" },
  ),
  includeSubDomains: about(flag(), {
    purpose: "Whether every name below the host insists on HTTPS too.",
    effect: "reload",
  }),
  preload: about(flag(), {
    purpose: "Asks browsers to build the host into their lists, which takes months to undo.",
    effect: "reload",
  }),
});

const nginx = section({
  version: about(release, {
    purpose: "Version of nginx in the image, which decides how directives are spelt.",
    effect: "reload",
  }),
  openssl: about(release, {
    purpose: "Version of OpenSSL that nginx was built with, which decides the curves offered.",
    effect: "reload",
  }),
});

/** `palier:proxy`. */
export const proxy = section({
  address: about(address, {
    purpose: "Address of the engine's host that listens on both ports.",
    effect: "replace",
  }),
  httpPort: about(port.default(80), {
    purpose: "Port of the host that redirects to HTTPS.",
    effect: "replace",
    fallback: "80",
  }),
  httpsPort: about(port.default(443), {
    purpose: "Port of the host that serves the applications.",
    effect: "replace",
    fallback: "443",
  }),
  tls: about(tls, { purpose: "Where certificates come from.", effect: "replace" }),
  nginx: about(maybe(nginx), {
    purpose:
      "What the image can do; needed when its labels do not say so, as for images by digest.",
    effect: "reload",
    fallback: "read from the image's labels",
  }),
  trustedProxies: about(listOf(trustedProxy, "addresses and networks").default([]), {
    purpose: "Proxies in front of this one, whose word about the visitor's address is believed.",
    effect: "reload",
    fallback: "none",
  }),
  hsts: about(maybe(hsts), {
    purpose: "How strictly browsers are told to use HTTPS only.",
    effect: "reload",
    fallback: "the tier's",
  }),
  limits: about(maybe(limits("replace")), {
    purpose: "Size of the proxy's container.",
    effect: "in place",
    fallback: "the tier's",
  }),
});

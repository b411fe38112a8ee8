import type { Problem } from "../../errors";
import { spell } from "../path";
import { proxy } from "../proxy";
import { mapping, valid } from "./loose";
import { tierOf } from "./tier";

// What https://hstspreload.org asks of a host that wants to be built into browsers.
const preloadSeconds = 31_536_000;

/** Ports, certificates and HSTS: fields that depend on each other. */
export function proxyRules(configuration: Readonly<Record<string, unknown>>): Problem[] {
  const values = mapping(configuration.proxy);
  return [...portRules(values), ...tlsRules(values, configuration), ...hstsRules(values)];
}

function portRules(values: Readonly<Record<string, unknown>>): Problem[] {
  const http = valid(proxy.shape.httpPort, values.httpPort);
  const https = valid(proxy.shape.httpsPort, values.httpsPort);
  if (http === undefined || http !== https) {
    return [];
  }
  const message = `is the port of palier:proxy.httpPort too (${http}); write two different ports`;
  return [{ path: spell(["proxy", "httpsPort"]), message }];
}

function tlsRules(
  values: Readonly<Record<string, unknown>>,
  configuration: Readonly<Record<string, unknown>>,
): Problem[] {
  const tls = mapping(values.tls);
  const path = spell(["proxy", "tls", "path"]);
  if (tls.source === "folder" && tls.path === undefined) {
    return [{ path, message: "missing; source folder reads certificates from an absolute path" }];
  }
  if (tls.source !== "local-ca") {
    return [];
  }
  const useless = tls.path !== undefined;
  const tier = tierOf(configuration);
  const refused = tier !== undefined && !tier.localCertificates;
  return [
    ...(useless ? [{ path, message: "is used with source folder only; remove it" }] : []),
    ...(refused ? [localAuthority(tier.tier)] : []),
  ];
}

function localAuthority(tier: string): Problem {
  return {
    path: spell(["proxy", "tls", "source"]),
    message: `local-ca is for development only; tier ${tier} takes "folder" with the path of real certificates`,
  };
}

function hstsRules(values: Readonly<Record<string, unknown>>): Problem[] {
  const hsts = valid(proxy.shape.hsts, values.hsts);
  if (!hsts?.preload || (hsts.includeSubDomains && hsts.maxAgeSeconds >= preloadSeconds)) {
    return [];
  }
  const message = `is accepted by browsers only with includeSubDomains: true and maxAgeSeconds of at least ${preloadSeconds}`;
  return [{ path: spell(["proxy", "hsts", "preload"]), message }];
}

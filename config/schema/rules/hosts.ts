import type { Problem } from "../../errors";
import { hostName } from "../network";
import { type Path, spell } from "../path";
import { list, mapping, valid } from "./loose";

/** One host name, where it is written and whose it is. */
export interface HostClaim {
  readonly host: string;
  readonly application: string;
  readonly path: Path;
}

/** Every well-formed host name of a configuration, aliases included. */
export function hostClaims(configuration: Readonly<Record<string, unknown>>): HostClaim[] {
  return Object.entries(mapping(configuration.applications)).flatMap(([application, value]) => {
    const { host, aliases } = mapping(value);
    const path = ["applications", application];
    return [
      { value: host, path: [...path, "host"] },
      ...list(aliases).map((alias, index) => ({ value: alias, path: [...path, "aliases", index] })),
    ].flatMap((entry) => {
      const name = valid(hostName, entry.value);
      return name === undefined ? [] : [{ host: name, application, path: entry.path }];
    });
  });
}

/** A host name leads to one application, once. */
export function hostRules(configuration: Readonly<Record<string, unknown>>): Problem[] {
  const first = new Map<string, HostClaim>();
  return hostClaims(configuration).flatMap((claim) => {
    const earlier = first.get(claim.host);
    if (earlier === undefined) {
      first.set(claim.host, claim);
      return [];
    }
    return [{ path: spell(claim.path), message: taken(claim, earlier) }];
  });
}

function taken(claim: HostClaim, earlier: HostClaim): string {
  const owner =
    claim.application === earlier.application
      ? "is written twice for this application"
      : `already belongs to application "${earlier.application}"`;
  return `"${claim.host}" ${owner} (${spell(earlier.path)}); a host name leads to one application`;
}

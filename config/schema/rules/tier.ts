import { type Tier } from "../../../spec/deployment";
import { stack } from "../stack";
import { valid } from "./loose";

/** What a tier may do although it would be unsafe on a site that others use. */
interface Allowance {
  /** An engine over tcp without client certificates: root on the host for whoever reaches the port. */
  readonly plainTcp: boolean;
  /** Certificates of an authority that only the developer's browser trusts. */
  readonly localCertificates: boolean;
}

const allowances: Readonly<Record<Tier, Allowance>> = {
  development: { plainTcp: true, localCertificates: true },
  preproduction: { plainTcp: false, localCertificates: false },
  production: { plainTcp: false, localCertificates: false },
};

/** The tier and what it allows; undefined while the tier itself is not known. */
export function tierOf(
  configuration: Readonly<Record<string, unknown>>,
): ({ readonly tier: Tier } & Allowance) | undefined {
  const tier = valid(stack.shape.tier, configuration.tier);
  return tier === undefined ? undefined : { tier, ...allowances[tier] };
}

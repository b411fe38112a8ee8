import { isIP, isIPv4 } from "node:net";
import { domainToASCII } from "node:url";
import { integer, text } from "./leaf";

/** A TCP port of the host. */
export const port = integer({ expected: "a port from 1 to 65535", minimum: 1, maximum: 65_535 });

const label = "(?!-)[a-z0-9-]{1,63}(?<!-)";

/** A host name as certificates and browsers compare it; names in other scripts in their `xn--` spelling. */
export const hostName = text({
  expected:
    "a host name: lower-case letters, digits and hyphens, labels of at most 63 characters, " +
    "at least one dot, at most 253 characters",
  // The last label is never all digits, because that is how an address ends.
  pattern: new RegExp(`^(?=.{1,253}$)(?:${label}\\.)+(?![0-9]+$)${label}$`),
  advice: hostAdvice,
});

/** An address that the engine's host listens on. */
export const address = text({
  expected: "an IP address, as 127.0.0.1 or 0.0.0.0",
  pattern: /^[0-9a-f.:]{2,39}$/,
  accepts: (value) => isIP(value) !== 0,
});

/** A proxy in front of this one, or the network that such proxies are in. */
export const trustedProxy = text({
  expected: "an IP address or a network, as 10.0.0.0/8, that is not the whole internet",
  pattern: /^[0-9a-f.:]{2,39}(?:\/[0-9]{1,3})?$/,
  accepts: isNetwork,
});

function isNetwork(value: string): boolean {
  const [base = "", prefix] = value.split("/");
  const bits = isIPv4(base) ? 32 : 128;
  // A prefix of 0 would believe every visitor about the visitor's own address.
  return (
    isIP(base) !== 0 && (prefix === undefined || (Number(prefix) > 0 && Number(prefix) <= bits))
  );
}

function hostAdvice(value: unknown): string | undefined {
  if (typeof value !== "string") {
    return undefined;
  }
  if (/^[a-z]+:\/\//i.test(value)) {
    return "write the name alone, without scheme and path";
  }
  const ascii = domainToASCII(value.replace(/\.$/, "")).replaceAll("_", "-");
  return hostName.safeParse(ascii).success ? `write ${ascii}` : undefined;
}

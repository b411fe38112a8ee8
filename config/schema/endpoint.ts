import { isIP } from "node:net";
import { text } from "./leaf";

const path = "(?:/[A-Za-z0-9._-]+)";
const host = "(?:[a-z0-9](?:[a-z0-9.-]{0,251}[a-z0-9])?|\\[[0-9a-f:]{2,39}\\])";

/** Where the Docker engine listens. Addresses carry no password: ssh uses the agent's keys, tcp a client certificate. */
export const endpoint = text({
  expected: "unix:///path/of/socket, ssh://user@host[:port][/path/of/socket] or tcp://host:port",
  pattern: new RegExp(
    `^(?:unix://${path}+|ssh://[a-z_][a-z0-9_-]{0,31}@${host}(?::[0-9]{1,5})?${path}*|tcp://${host}:[0-9]{1,5})$`,
  ),
  accepts: hasGoodPort,
});

/** The transport of an endpoint; undefined when it has none that is known. */
export function transport(value: string): "unix" | "ssh" | "tcp" | undefined {
  return (["unix", "ssh", "tcp"] as const).find((scheme) => value.startsWith(`${scheme}://`));
}

function hasGoodPort(value: string): boolean {
  if (transport(value) === "unix") {
    return true;
  }
  const [authority = ""] = /^[a-z]+:\/\/[^/]+/.exec(value) ?? [];
  const [, bracketed, port] = /(?:\[([^\]]*)\])?(?::([0-9]+))?$/.exec(authority) ?? [];
  const validPort = port === undefined || (Number(port) >= 1 && Number(port) <= 65_535);
  return validPort && (bracketed === undefined || isIP(bracketed) === 6);
}

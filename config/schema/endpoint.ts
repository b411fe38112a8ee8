import { isIP } from "node:net";
import { text } from "./leaf";

const host = "(?:[a-z0-9](?:[a-z0-9.-]{0,251}[a-z0-9])?|\\[[0-9a-f:]{2,39}\\])";

/** Where the Docker engine listens. Addresses carry no password: ssh uses the agent's keys, tcp a client certificate. */
export const endpoint = text({
  expected: "unix:///path/of/socket, ssh://user@host[:port] or tcp://host:port",
  pattern: new RegExp(
    `^(?:unix://(?:/[A-Za-z0-9._-]+)+|ssh://[a-z_][a-z0-9_-]{0,31}@${host}(?::[0-9]{1,5})?|tcp://${host}:[0-9]{1,5})$`,
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
  const [, bracketed, port] = /(?:\[([^\]]*)\])?(?::([0-9]+))?$/.exec(value) ?? [];
  const validPort = port === undefined || (Number(port) >= 1 && Number(port) <= 65_535);
  return validPort && (bracketed === undefined || isIP(bracketed) === 6);
}

/** Where a connection of the proxy leads to. */
export interface Peer {
  /** IPv4, for example "172.18.0.4". */
  readonly address: string;
  readonly port: number;
}

/** What workers of earlier configurations still have open. */
export interface OpenConnections {
  /** Connections of visitors. */
  readonly clients: number;
  /** Connections to applications, one for each request that was passed on. */
  readonly upstreams: readonly Peer[];
}

/** An application's containers, as far as the connections to them tell what is under way. */
export interface DrainTarget {
  /** IPv4 addresses of all its containers. */
  readonly addresses: readonly string[];
  /** Ports on which it answers websockets only, which stay open until they are cut. */
  readonly websocketPorts: readonly number[];
}

const listening = "0A";

/**
 * Reads what the workers have open out of the list of their sockets (`ls -l /proc/<pid>/fd`) and of
 * the kernel's table of connections (`/proc/net/tcp`).
 */
export function readConnections(
  sockets: string,
  table: string,
  clientPorts: readonly number[],
): OpenConnections {
  const own = new Set([...sockets.matchAll(/socket:\[(\d+)\]/g)].map(([, inode]) => inode));
  let clients = 0;
  const upstreams: Peer[] = [];
  for (const row of table.split("\n")) {
    const [, local = "", remote = "", state, , , , , , inode] = row.trim().split(/\s+/);
    if (!own.has(inode) || state === listening) continue;
    if (clientPorts.includes(peerOf(local).port)) clients += 1;
    else upstreams.push(peerOf(remote));
  }
  return { clients, upstreams };
}

/**
 * How many requests may still need an application's old containers. A visitor's connection that
 * leads nowhere counts: it may be an upload, which is passed on when all of it has come.
 */
export function requestsUnderWay(open: OpenConnections, target: DrainTarget): number {
  const needed = open.upstreams.filter(
    ({ address, port }) =>
      target.addresses.includes(address) && !target.websocketPorts.includes(port),
  ).length;
  const elsewhere = open.upstreams.length - needed;
  return Math.max(needed, open.clients - elsewhere);
}

/** The kernel writes addresses as hexadecimal numbers in the byte order of the machine. */
function peerOf(text: string): Peer {
  const [address = "", port = ""] = text.split(":");
  const bytes = address.match(/../g) ?? [];
  return {
    address: bytes
      .reverse()
      .map((byte) => Number.parseInt(byte, 16))
      .join("."),
    port: Number.parseInt(port, 16),
  };
}

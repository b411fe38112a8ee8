import { createServer } from "node:net";

import { parseEndpoint } from "../../toolchain/engine";
import type { PortSpec } from "../../spec/container";
import { findListener } from "./listener";
import type { PreflightContext } from "./index";

/** Host ports of the proxy that something else holds, with its name. */
export async function heldPorts(context: PreflightContext): Promise<string[]> {
  const { container } = context.spec.proxy;
  const holders = await publishedPorts(context);
  const problems = await Promise.all(
    container.ports.map(async (port) => {
      const holder = holders.find((held) => collide(held, port));
      if (holder?.name === container.name) return undefined;
      if (holder) return describe(port, `the container ${holder.name}`);
      return (await isFree(context, port))
        ? undefined
        : describe(port, await findListener(port.external));
    }),
  );
  return problems.filter((problem) => problem !== undefined);
}

/** A port that a container publishes. */
interface HeldPort {
  readonly address: string;
  readonly external: number;
  readonly name: string;
}

const everywhere = ["0.0.0.0", "::"];

/** Two specific addresses of a host each have all ports of their own. */
function collide(held: HeldPort, { address, external }: PortSpec): boolean {
  if (held.external !== external) return false;
  return (
    held.address === address || [held.address, address].some((one) => everywhere.includes(one))
  );
}

function describe({ address, external }: PortSpec, holder: string): string {
  return `Port ${external} on ${address} is held by ${holder}: stop it, or choose another port with palier:proxy.httpPort and palier:proxy.httpsPort; nothing was changed.`;
}

async function publishedPorts({ docker }: PreflightContext): Promise<HeldPort[]> {
  const containers = await docker.listContainers();
  return containers.flatMap(({ Names, Ports }) =>
    Ports.filter(({ PublicPort }) => PublicPort > 0).map(({ IP, PublicPort }) => ({
      address: IP,
      external: PublicPort,
      name: Names[0]?.slice(1) ?? "without a name",
    })),
  );
}

/** Only ports of this machine can be tried; the engine of another one says itself when a port is taken. */
function isFree({ spec }: PreflightContext, { address, external }: PortSpec): Promise<boolean> {
  if (parseEndpoint(spec.engine.endpoint).kind !== "unix") return Promise.resolve(true);
  return new Promise((resolve) => {
    const server = createServer();
    server.once("error", (error: NodeJS.ErrnoException) => {
      // Without the right to bind low ports nothing is known, and the engine will tell.
      resolve(error.code !== "EADDRINUSE");
    });
    server.listen(external, address, () => {
      server.close(() => {
        resolve(true);
      });
    });
  });
}

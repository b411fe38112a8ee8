import type Dockerode from "dockerode";

import type { EngineSpec } from "../../spec/deployment";
import {
  connectionFailure,
  openEngine,
  parseEndpoint,
  type TlsMaterial,
} from "../../toolchain/engine";

/**
 * A client for the stack's engine.
 * @throws EngineUnavailable with the address, the cause and the remedy.
 */
export async function openStackEngine(engine: EngineSpec): Promise<Dockerode> {
  const { docker } = await openEngine(parseEndpoint(engine.endpoint, certificatesOf(engine)));
  return docker;
}

function certificatesOf({ certificates }: EngineSpec): TlsMaterial {
  return certificates === undefined
    ? {}
    : { certPath: certificates, setting: "palier:engine.certificates" };
}

/** An error as it was, or, when the connection to the engine was lost, one that names it and the remedy. */
export function explained(error: unknown, { endpoint }: EngineSpec): unknown {
  return connectionFailure(error, parseEndpoint(endpoint)) ?? error;
}

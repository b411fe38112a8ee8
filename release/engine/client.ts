import type Dockerode from "dockerode";

import type { EngineSpec } from "../../spec/deployment";
import { openEngine, parseEndpoint } from "../../toolchain/engine";

/**
 * A client for the stack's engine.
 * @throws EngineUnavailable with the address, the cause and the remedy.
 */
export async function openStackEngine(engine: EngineSpec): Promise<Dockerode> {
  const tls = engine.certificates === undefined ? {} : { certPath: engine.certificates };
  const { docker } = await openEngine(parseEndpoint(engine.endpoint, tls));
  return docker;
}

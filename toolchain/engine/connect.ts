import { readFile } from "node:fs/promises";
import type { Agent } from "node:http";
import { join } from "node:path";

import type Dockerode from "dockerode";
import type { DockerOptions } from "dockerode";

import type { Endpoint, TlsMaterial } from "./endpoint";
import { EngineUnavailable } from "./failure";
import { sshAgent } from "./ssh/agent";

/**
 * A client for an engine. Nothing is sent yet: `openEngine` is the one that also looks whether it answers.
 * @param endpoint From `parseEndpoint`.
 * @param version API version to speak, such as `v1.41`; the engine's newest when not given.
 * @throws EngineUnavailable when certificates cannot be read.
 */
export async function connect(endpoint: Endpoint, version?: string): Promise<Dockerode> {
  const options = await clientOptions(endpoint);
  // Loaded here and not above: it costs more than the rest of a plugin's start, and a preview needs none of it.
  const { default: Docker } = await import("dockerode");
  return new Docker({ ...options, ...(version && { version }) });
}

/** The client hands an agent on to Node's HTTP client; its type declarations do not know. */
type ClientOptions = DockerOptions & { readonly agent?: Agent };

async function clientOptions(endpoint: Endpoint): Promise<ClientOptions> {
  switch (endpoint.kind) {
    case "unix":
      // The empty host keeps the client from following DOCKER_HOST instead of the path.
      return { socketPath: endpoint.path, host: undefined, protocol: "http" };
    case "tcp": {
      const { host, port, tls } = endpoint;
      if (!tls) return { host, port, protocol: "http" };
      const { ca, cert, key } = await readMaterial(tls, endpoint);
      return { host, port, protocol: "https", ca, cert, key };
    }
    case "ssh":
      // Host and port are never looked up: every connection comes from the agent.
      return { agent: sshAgent(endpoint), host: "docker", port: 80, protocol: "http" };
  }
}

async function readMaterial(tls: TlsMaterial, endpoint: Endpoint): Promise<TlsMaterial> {
  const { certPath, setting = "certPath" } = tls;
  if (!certPath) return tls;
  const read = async (file: string): Promise<string> => {
    try {
      return await readFile(join(certPath, file), "utf8");
    } catch (error) {
      const code = (error as NodeJS.ErrnoException).code ?? "unreadable";
      throw new EngineUnavailable(
        endpoint,
        `the certificate file ${join(certPath, file)} cannot be read (${code})`,
        `put ca.pem, cert.pem and key.pem into that folder or correct ${setting}`,
      );
    }
  };
  return {
    ca: tls.ca ?? (await read("ca.pem")),
    cert: tls.cert ?? (await read("cert.pem")),
    key: tls.key ?? (await read("key.pem")),
  };
}

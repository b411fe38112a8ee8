import type Dockerode from "dockerode";

import type { ConfigureProxyInput } from "../../spec/operations";
import { runOneOff } from "../engine/one-off";
import { OperationFailure } from "../failure";

/**
 * Runs `nginx -t` on a slot in a container like the proxy's, and compares what nginx says of itself
 * with what the configuration was rendered for.
 * @throws OperationFailure with nginx's own lines.
 */
export async function testConfiguration(
  docker: Dockerode,
  input: ConfigureProxyInput,
  slot: "a" | "b",
  signal: AbortSignal,
): Promise<void> {
  const { name, image, user, mounts, tmpfs, labels } = input.container;
  const { exitCode, output, timedOut } = await runOneOff(
    docker,
    `${name}-test`,
    {
      image,
      entrypoint: ["nginx"],
      command: ["-V", "-t", "-c", `/etc/palier/nginx/${slot}/main.conf`],
      environment: [],
      user,
      mounts,
      tmpfs,
      networks: [],
      limits: { memory: 128, cpuShares: 256 },
      readOnlyRoot: true,
      labels: { ...labels, "palier.component": "helper" },
    },
    { timeoutSeconds: 60, signal },
  );
  // The test was stopped as well then, and says nothing about the configuration.
  signal.throwIfAborted();
  const lines = output.split("\n").filter((line) => !line.startsWith("configure arguments"));
  compareCapabilities(output, input.nginx);
  if (exitCode !== 0) {
    throw new OperationFailure(
      timedOut
        ? "nginx did not finish testing the new proxy configuration within 60 s; the old one stays in force."
        : "nginx refuses the new proxy configuration; the old one stays in force.",
      lines.slice(-10),
    );
  }
}

function compareCapabilities(output: string, declared: ConfigureProxyInput["nginx"]): void {
  const found = {
    version: /nginx version: nginx\/(\S+)/.exec(output)?.[1],
    openssl: /built with OpenSSL (\S+)/.exec(output)?.[1],
  };
  for (const key of ["version", "openssl"] as const) {
    // Patch levels do not change what a configuration may say.
    if (found[key] !== undefined && minorOf(found[key]) !== minorOf(declared[key])) {
      throw new OperationFailure(
        `palier:proxy.nginx.${key} says ${declared[key]}, but the image has ${found[key]}: correct it, because protocols and curves depend on it.`,
      );
    }
  }
}

function minorOf(version: string): string {
  return version.split(".").slice(0, 2).join(".");
}

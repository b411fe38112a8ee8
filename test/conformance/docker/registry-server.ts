import { execFileSync, spawn } from "node:child_process";
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { downloadPackage } from "./debian-package";

/** A real registry on a loopback port, which the engine pushes to without TLS. */
export interface RegistryServer {
  /** Host and port. */
  readonly address: string;
  stop(): void;
}

/** Starts the distribution's registry program from its package, without installing it. */
export async function startRegistry(): Promise<RegistryServer> {
  const folder = mkdtempSync(join(tmpdir(), "palier-registry-"));
  chmodSync(folder, 0o777);
  downloadPackage("docker-registry", folder);
  execFileSync("sh", ["-c", "dpkg-deb -x docker-registry_*.deb extracted"], { cwd: folder });
  const port = await freePort();
  const config = {
    version: 0.1,
    log: { level: "error" },
    storage: { filesystem: { rootdirectory: join(folder, "data") }, delete: { enabled: true } },
    http: { addr: `127.0.0.1:${port}` },
  };
  const file = join(folder, "config.yml");
  writeFileSync(file, JSON.stringify(config));
  const program = join(folder, "extracted/usr/bin/docker-registry");
  const server = spawn(program, ["serve", file], { stdio: "ignore" });
  const address = `127.0.0.1:${port}`;
  await answers(address);
  return {
    address,
    stop() {
      server.kill("SIGKILL");
      rmSync(folder, { recursive: true });
    },
  };
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => {
    server.listen(0, "127.0.0.1", resolve);
  });
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

async function answers(address: string): Promise<void> {
  for (let round = 0; round < 100; round++) {
    const ready = await fetch(`http://${address}/v2/`).then(
      (response) => response.ok,
      () => false,
    );
    if (ready) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error("the registry did not start");
}

import { join } from "node:path";

import type Dockerode from "dockerode";

import type { ConfigureProxyInput } from "../../spec/operations";
import { LocalAuthority } from "../certificates/authority";
import { withVolume, type ArchiveFile } from "../engine/archive";
import { openStackEngine } from "../engine/client";
import { proxyUser, reloadProxy } from "../engine/proxy";
import { report } from "../progress";
import { testConfiguration } from "./test-proxy";

/** Where the authority of local stacks is kept; the README tells how to trust it. */
const authorityFolder = join(__dirname, "..", "..", ".palier", "ca");

const publicMode = "0444";

/**
 * Gives the proxy its certificates and its configuration. The new configuration is written to the
 * slot that is not in use and tested there; only then is it taken up. When the test fails, nothing
 * that serves has changed.
 */
export async function configureProxy(
  input: ConfigureProxyInput,
  signal: AbortSignal,
): Promise<string> {
  const docker = await openStackEngine(input.engine);
  await installCertificates(docker, input);
  const { image, labels } = input.container;
  await withVolume(docker, input.volume, image, labels, async (volume) => {
    const slot = (await volume.read("nginx.conf"))?.includes("/a/") ? "b" : "a";
    const files = slotFiles(input, slot);
    const upstreams = await missingUpstreams(input, (path) => volume.read(path));
    await volume.write([...files, ...upstreams], proxyUser);
    await testConfiguration(docker, input, slot, signal);
    signal.throwIfAborted();
    await volume.write(
      [{ path: "nginx.conf", content: input.pointers[slot], mode: publicMode }],
      proxyUser,
    );
    report(`proxy configuration accepted (slot ${slot})`);
  });
  await reloadProxy(docker, input.container.name);
  return "";
}

function slotFiles(input: ConfigureProxyInput, slot: "a" | "b"): ArchiveFile[] {
  return Object.entries(input.slots[slot]).map(([path, content]) => ({
    path: `${slot}/${path}`,
    content,
    mode: publicMode,
  }));
}

async function missingUpstreams(
  input: ConfigureProxyInput,
  read: (path: string) => Promise<string | undefined>,
): Promise<ArchiveFile[]> {
  const files: ArchiveFile[] = [];
  for (const [application, content] of Object.entries(input.closedUpstreams)) {
    const path = `upstreams/${application}.conf`;
    if ((await read(path)) === undefined) files.push({ path, content, mode: publicMode });
  }
  return files;
}

async function installCertificates(docker: Dockerode, input: ConfigureProxyInput): Promise<void> {
  if (input.tls.source !== "local-ca") return;
  const authority = await LocalAuthority.open(authorityFolder);
  const files: ArchiveFile[] = [];
  for (const hosts of Object.values(input.hosts)) {
    const { certificate, key } = await authority.certificateFor(hosts);
    // The proxy looks below the canonical host; the certificate names the others as well.
    const folder = hosts[0] ?? "";
    files.push(
      { path: `${folder}/fullchain.pem`, content: certificate, mode: publicMode },
      { path: `${folder}/privkey.pem`, content: key, mode: "0400" },
    );
  }
  const { image, labels } = input.container;
  await withVolume(docker, input.volume, image, labels, (volume) => volume.write(files, proxyUser));
}

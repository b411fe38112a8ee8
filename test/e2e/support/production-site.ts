import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { Scalar } from "yaml";

import { createAuthority } from "../../conformance/reverse-proxy/certificates";
import { type RegistryServer, startRegistry } from "../../conformance/docker/registry-server";
import { docker } from "./engine";
import { ReleaseSite } from "./release-site";
import { buildVariant, type VariantName } from "./variants";

/** Images that every stack needs, by the key that names them. */
const services = [
  [["postgresql", "15"], "palier/postgres:15"],
  [["redis"], "palier/redis:7"],
  [["nginx"], "palier/nginx:1.22"],
  [["backup"], "palier/backup:1"],
] as const;

/**
 * A site of the tier production on this machine's engine: images by digest out of a registry of its
 * own, certificates out of a folder.
 */
export class ProductionSite extends ReleaseSite {
  private registry: RegistryServer | undefined;
  private readonly certificates = mkdtempSync(join(tmpdir(), "palier-certificates-"));
  private readonly pushed: string[] = [];

  override async open(variant: VariantName = "plain"): Promise<void> {
    this.registry = await startRegistry();
    const { workspace } = this;
    workspace.configure(["palier:tier"], "production");
    const digests = await Promise.all(services.map(([, tag]) => this.push(tag, nameOf(tag))));
    for (const [index, [key]] of services.entries()) {
      workspace.configure(["palier:images", ...key], digests[index]);
    }
    const { Config } = await docker.getImage("palier/nginx:1.22").inspect();
    workspace.configure(["palier:proxy", "nginx"], {
      version: Config.Labels["palier.nginx.version"],
      openssl: Config.Labels["palier.openssl.version"],
    });
    // Nothing of these tests sends mail.
    this.choose(["settings"], {
      adminEmail: "admin@example.org",
      emailFrom: "no-reply@example.org",
      emailHost: "mail.invalid",
    });
    workspace.configure(["palier:exemptions"], [otherPorts()]);
    await this.certify();
    await super.open(variant);
  }

  /** The digest of another image, and its version. */
  override async declare(variant: VariantName, version: string): Promise<void> {
    this.choose(["image"], await this.push(await buildVariant(variant), variant));
    this.choose(["version"], version);
  }

  override async close(): Promise<void> {
    await super.close();
    this.registry?.stop();
    rmSync(this.certificates, { recursive: true, force: true });
    for (const name of this.pushed) {
      await docker
        .getImage(name)
        .remove({ noprune: true })
        .catch(() => undefined);
    }
  }

  /** @returns The image as `repository@sha256:…`. */
  private async push(image: string, name: string): Promise<string> {
    const repository = `${this.registry?.address ?? ""}/palier-test/${name}`;
    await docker.getImage(image).tag({ repo: repository, tag: "1" });
    this.pushed.push(`${repository}:1`);
    const tagged = docker.getImage(`${repository}:1`);
    const stream = await tagged.push({ authconfig: {} });
    await new Promise<void>((resolve, reject) => {
      docker.modem.followProgress(stream, (error) => {
        if (error) reject(error);
        else resolve();
      });
    });
    const { RepoDigests } = await tagged.inspect();
    const pinned = RepoDigests.find((one) => one.startsWith(`${repository}@`));
    if (pinned === undefined) throw new Error(`${repository} has no digest.`);
    return pinned;
  }

  /** A certificate as an operator would put it onto the host; the tests trust its authority. */
  private async certify(): Promise<void> {
    const { folder, host } = this.workspace;
    const authority = await createAuthority();
    const { fullchain, privkey } = await authority.issue([host]);
    // The proxy has a user of its own.
    for (const path of [this.certificates, join(this.certificates, host)]) {
      mkdirSync(path, { recursive: true });
      chmodSync(path, 0o755);
    }
    writeFileSync(join(this.certificates, host, "fullchain.pem"), fullchain);
    writeFileSync(join(this.certificates, host, "privkey.pem"), privkey);
    mkdirSync(join(folder, ".palier", "ca"), { recursive: true });
    writeFileSync(join(folder, ".palier", "ca", "ca.pem"), authority.certificate);
    const tls = { source: "folder", path: this.certificates };
    this.workspace.configure(["palier:proxy", "tls"], tls);
  }
}

/** The site is one of several on this machine, so its proxy has ports that production would not have. */
function otherPorts(): object {
  const until = new Scalar(new Date(Date.now() + 86_400_000).toISOString().slice(0, 10));
  // Without quotes it would be a date and no text.
  until.type = Scalar.QUOTE_DOUBLE;
  const reason = "Sites of tests stand beside each other";
  return { policy: "restrict-published-ports", resource: "proxy", reason, until };
}

function nameOf(tag: string): string {
  return tag.replace(/^palier\/|:.*$/g, "");
}

import { mkdir, open, readFile, rename, writeFile } from "node:fs/promises";
import { hostname, userInfo } from "node:os";
import { join } from "node:path";

import { OperationFailure } from "../failure";
import { report } from "../progress";
import { issueCertificate, makeAuthority, stillServes, type KeyPair } from "./x509";

/**
 * The certificate authority of this checkout, for local stacks. It is made once and kept, because
 * people trust it in their browsers by hand; so are the certificates that it issued.
 */
export class LocalAuthority {
  private constructor(
    private readonly folder: string,
    private readonly pair: KeyPair,
  ) {}

  /** Opens the authority in a folder, making it when there is none. */
  static async open(folder: string): Promise<LocalAuthority> {
    const existing = await readPair(folder, "ca");
    if (existing) return new LocalAuthority(folder, existing);
    await mkdir(folder, { recursive: true, mode: 0o700 });
    const pair = await makeAuthority(
      `Palier local authority (${userInfo().username}@${hostname()})`,
    );
    await writePair(folder, "ca", pair);
    report(`made a certificate authority for local stacks: ${join(folder, "ca.pem")}`);
    return new LocalAuthority(folder, pair);
  }

  /** The certificate for some host names: the kept one as long as it serves, otherwise a new one. */
  async certificateFor(hosts: readonly string[]): Promise<KeyPair> {
    const [first] = hosts;
    if (first === undefined) throw new OperationFailure("A site needs at least one host name.");
    const kept = await readPair(this.folder, first);
    if (kept && (await stillServes(kept, this.pair, hosts))) return kept;
    const issued = await issueCertificate(this.pair, hosts);
    await writePair(this.folder, first, issued);
    report(`issued a certificate for ${hosts.join(", ")}`);
    return issued;
  }
}

async function readPair(folder: string, name: string): Promise<KeyPair | undefined> {
  try {
    const [certificate, key] = await Promise.all([
      readFile(join(folder, `${name}.pem`), "utf8"),
      readFile(join(folder, `${name}.key`), "utf8"),
    ]);
    return { certificate, key };
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw new OperationFailure(
      `The local certificate authority in ${folder} cannot be read (${(error as NodeJS.ErrnoException).code ?? "unknown"}): correct the folder's permissions.`,
    );
  }
}

/** The key first: what a crash leaves behind is a key without its certificate, which no reader accepts. */
async function writePair(folder: string, name: string, pair: KeyPair): Promise<void> {
  await writeWhole(join(folder, `${name}.key`), pair.key, 0o600);
  await writeWhole(join(folder, `${name}.pem`), pair.certificate, 0o644);
}

async function writeWhole(file: string, text: string, mode: number): Promise<void> {
  const draft = `${file}.${process.pid}`;
  await writeFile(draft, text, { mode });
  const handle = await open(draft, "r");
  await handle.sync();
  await handle.close();
  await rename(draft, file);
}

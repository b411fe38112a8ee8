import { createHash } from "node:crypto";
import type { ServerHostKeyAlgorithm } from "ssh2";

/** A host's public key. */
export interface HostKey {
  /** Signature algorithms that a server with this key can use; it is asked for no other. */
  readonly algorithms: ServerHostKeyAlgorithm[];
  /** As it travels. */
  readonly blob: Buffer;
}

const ALGORITHMS: Readonly<Record<string, ServerHostKeyAlgorithm[]>> = {
  "ssh-ed25519": ["ssh-ed25519"],
  "ecdsa-sha2-nistp256": ["ecdsa-sha2-nistp256"],
  "ecdsa-sha2-nistp384": ["ecdsa-sha2-nistp384"],
  "ecdsa-sha2-nistp521": ["ecdsa-sha2-nistp521"],
  "ssh-rsa": ["rsa-sha2-512", "rsa-sha2-256"],
};

/** Reads a key as in `authorized_keys` or `known_hosts`; undefined when it is none that is known. */
export function parseHostKey(text: string): HostKey | undefined {
  const [, type = "", base64 = ""] =
    /(?:^|\s)((?:ssh|ecdsa)-[\w-]+)\s+([A-Za-z0-9+/]+={0,2})/.exec(text) ?? [];
  const algorithms = ALGORITHMS[type];
  const blob = Buffer.from(base64, "base64");
  const named = blob.length > 4 ? blob.subarray(4, 4 + blob.readUInt32BE(0)).toString() : "";
  return algorithms && named === type ? { algorithms, blob } : undefined;
}

/** The fingerprint that `ssh-keygen -l` prints. */
export function fingerprint(blob: Buffer): string {
  return `SHA256:${createHash("sha256").update(blob).digest("base64").replace(/=+$/, "")}`;
}

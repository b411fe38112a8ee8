import "reflect-metadata";
import { webcrypto } from "node:crypto";
import * as x509 from "@peculiar/x509";

const algorithm = { name: "ECDSA", namedCurve: "P-256", hash: "SHA-256" };
const day = 86_400_000;

export interface SiteCertificate {
  readonly fullchain: string;
  readonly privkey: string;
}

export interface Authority {
  readonly certificate: string;
  issue(hosts: readonly string[]): Promise<SiteCertificate>;
}

async function keyPair(): Promise<webcrypto.CryptoKeyPair> {
  return webcrypto.subtle.generateKey(algorithm, true, ["sign", "verify"]);
}

async function privateKeyPem(key: webcrypto.CryptoKey): Promise<string> {
  return x509.PemConverter.encode(await webcrypto.subtle.exportKey("pkcs8", key), "PRIVATE KEY");
}

/** A certificate authority that lives as long as the test. */
export async function createAuthority(): Promise<Authority> {
  const keys = await keyPair();
  const validity = {
    notBefore: new Date(Date.now() - day),
    notAfter: new Date(Date.now() + 30 * day),
  };
  const root = await x509.X509CertificateGenerator.createSelfSigned({
    serialNumber: "01",
    name: "CN=Proxy test authority",
    ...validity,
    signingAlgorithm: algorithm,
    keys,
    extensions: [
      new x509.BasicConstraintsExtension(true, 0, true),
      new x509.KeyUsagesExtension(x509.KeyUsageFlags.keyCertSign, true),
    ],
  });
  let serial = 1;
  return {
    certificate: root.toString("pem"),
    async issue(hosts) {
      const own = await keyPair();
      serial += 1;
      const leaf = await x509.X509CertificateGenerator.create({
        serialNumber: serial.toString(16).padStart(2, "0"),
        subject: `CN=${hosts[0] ?? ""}`,
        issuer: root.subject,
        ...validity,
        signingAlgorithm: algorithm,
        publicKey: own.publicKey,
        signingKey: keys.privateKey,
        extensions: [
          new x509.SubjectAlternativeNameExtension(
            hosts.map((value) => ({ type: "dns" as const, value })),
          ),
        ],
      });
      return {
        fullchain: `${leaf.toString("pem")}\n`,
        privkey: `${await privateKeyPem(own.privateKey)}\n`,
      };
    },
  };
}

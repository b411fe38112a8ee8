// The library's dependency injection wants this loaded before anything else of it.
import "reflect-metadata";

import { X509Certificate, createPrivateKey, webcrypto } from "node:crypto";

import * as x509 from "@peculiar/x509";

/** A certificate with its private key, both PEM. */
export interface KeyPair {
  readonly certificate: string;
  readonly key: string;
}

const algorithm = { name: "ECDSA", namedCurve: "P-256", hash: "SHA-256" };
const day = 24 * 60 * 60 * 1000;

/** Ten years: trusting the authority is a manual step in every browser, so it should be a rare one. */
const authorityDays = 3650;

/** The most that Apple's systems accept from an authority that the user added (support.apple.com/HT210176). */
const leafDays = 825;

/** Makes a certificate authority. `name` is what a browser's list of authorities shows. */
export async function makeAuthority(name: string): Promise<KeyPair> {
  const keys = await webcrypto.subtle.generateKey(algorithm, true, ["sign", "verify"]);
  const certificate = await x509.X509CertificateGenerator.createSelfSigned({
    name: `CN=${name}`,
    ...validity(authorityDays),
    signingAlgorithm: algorithm,
    keys,
    extensions: [
      // No intermediate authorities below it.
      new x509.BasicConstraintsExtension(true, 0, true),
      new x509.KeyUsagesExtension(
        x509.KeyUsageFlags.keyCertSign | x509.KeyUsageFlags.cRLSign,
        true,
      ),
      await x509.SubjectKeyIdentifierExtension.create(keys.publicKey),
    ],
  });
  return { certificate: certificate.toString("pem"), key: await exportKey(keys.privateKey) };
}

/** Issues a server certificate for host names. The certificate text holds the leaf only: clients know the authority. */
export async function issueCertificate(
  authority: KeyPair,
  hosts: readonly string[],
): Promise<KeyPair> {
  const issuer = new x509.X509Certificate(authority.certificate);
  const signingKey = await importKey(authority.key);
  const keys = await webcrypto.subtle.generateKey(algorithm, true, ["sign", "verify"]);
  const certificate = await x509.X509CertificateGenerator.create({
    subject: `CN=${hosts[0] ?? ""}`,
    issuer: issuer.subject,
    ...validity(leafDays),
    signingAlgorithm: algorithm,
    publicKey: keys.publicKey,
    signingKey,
    extensions: [
      new x509.BasicConstraintsExtension(false, undefined, true),
      new x509.KeyUsagesExtension(x509.KeyUsageFlags.digitalSignature, true),
      new x509.ExtendedKeyUsageExtension([x509.ExtendedKeyUsage.serverAuth]),
      new x509.SubjectAlternativeNameExtension(
        hosts.map((value) => ({ type: "dns" as const, value })),
      ),
      await x509.SubjectKeyIdentifierExtension.create(keys.publicKey),
      await x509.AuthorityKeyIdentifierExtension.create(issuer.publicKey),
    ],
  });
  return { certificate: certificate.toString("pem"), key: await exportKey(keys.privateKey) };
}

/** Whether a pair still serves: belongs together, issued by this authority, for exactly these hosts, and valid for a month at least. */
export async function stillServes(
  { certificate, key }: KeyPair,
  authority: KeyPair,
  hosts: readonly string[],
): Promise<boolean> {
  const leaf = new x509.X509Certificate(certificate);
  const names = leaf.getExtension(x509.SubjectAlternativeNameExtension)?.names.toJSON() ?? [];
  const sameHosts =
    names.length === hosts.length &&
    hosts.every((host) => names.some(({ value }) => value === host));
  return (
    sameHosts &&
    new X509Certificate(certificate).checkPrivateKey(createPrivateKey(key)) &&
    leaf.notAfter.getTime() > Date.now() + 30 * day &&
    (await leaf.verify({ publicKey: new x509.X509Certificate(authority.certificate).publicKey }))
  );
}

function validity(days: number): { notBefore: Date; notAfter: Date } {
  // An hour back, so that a machine whose clock is slow accepts it.
  return {
    notBefore: new Date(Date.now() - day / 24),
    notAfter: new Date(Date.now() + days * day),
  };
}

async function exportKey(key: webcrypto.CryptoKey): Promise<string> {
  return x509.PemConverter.encode(await webcrypto.subtle.exportKey("pkcs8", key), "PRIVATE KEY");
}

async function importKey(pem: string): Promise<webcrypto.CryptoKey> {
  const [raw] = x509.PemConverter.decode(pem);
  if (raw === undefined)
    throw new Error("The key of the local certificate authority is not readable.");
  return webcrypto.subtle.importKey("pkcs8", raw, algorithm, true, ["sign"]);
}

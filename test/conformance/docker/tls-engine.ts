import "reflect-metadata";

import { webcrypto } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { connect, createServer } from "node:net";
import type { AddressInfo, Server } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createServer as createTlsServer } from "node:tls";

import * as x509 from "@peculiar/x509";

/** An engine behind mutual TLS, as `dockerd --tlsverify` would be, in front of a local socket. */
export interface TlsEngine {
  readonly address: string;
  readonly material: { readonly ca: string; readonly cert: string; readonly key: string };
  /** Holds ca.pem, cert.pem and key.pem. */
  readonly folder: string;
  /** A port that takes connections and never answers. */
  readonly silentPort: number;
  stop(): void;
}

/** Starts a proxy that asks for a client certificate and passes everything on to a unix socket. */
export async function startTlsEngine(socket: string): Promise<TlsEngine> {
  x509.cryptoProvider.set(webcrypto);
  const authority = await makeAuthority();
  const server = await authority.issue("127.0.0.1");
  const client = await authority.issue("client");
  const options = {
    ca: authority.pem,
    cert: server.cert,
    key: server.key,
    requestCert: true,
    rejectUnauthorized: true,
  };
  const proxy = createTlsServer(options, (secure) => {
    const plain = connect(socket);
    secure.pipe(plain).pipe(secure);
    for (const end of [secure, plain]) end.on("error", () => secure.destroy());
  });
  const silent = createServer((connection) => connection.on("error", () => undefined));
  const [port, silentPort] = await Promise.all([listen(proxy), listen(silent)]);
  const folder = mkdtempSync(join(tmpdir(), "palier-tls-"));
  const material = { ca: authority.pem, ...client };
  for (const [name, text] of Object.entries(material))
    writeFileSync(join(folder, `${name}.pem`), text);
  return {
    address: `tcp://127.0.0.1:${port}`,
    material,
    folder,
    silentPort,
    stop() {
      proxy.close();
      silent.close();
      rmSync(folder, { recursive: true });
    },
  };
}

interface Authority {
  readonly pem: string;
  issue(name: string): Promise<{ cert: string; key: string }>;
}

const algorithm = { name: "ECDSA", namedCurve: "P-256", hash: "SHA-256" };

async function makeAuthority(): Promise<Authority> {
  const keys = await webcrypto.subtle.generateKey(algorithm, true, ["sign", "verify"]);
  const issuer = "CN=Palier test authority";
  const certificate = await x509.X509CertificateGenerator.createSelfSigned({
    serialNumber: "01",
    name: issuer,
    keys,
    signingAlgorithm: algorithm,
    extensions: [new x509.BasicConstraintsExtension(true, 1, true)],
    ...validity(),
  });
  return {
    pem: certificate.toString("pem"),
    issue: (name) => issue(name, issuer, keys.privateKey),
  };
}

async function issue(
  name: string,
  issuer: string,
  signingKey: webcrypto.CryptoKey,
): Promise<{ cert: string; key: string }> {
  const keys = await webcrypto.subtle.generateKey(algorithm, true, ["sign", "verify"]);
  const address = name.startsWith("127.") ? [{ type: "ip" as const, value: name }] : [];
  const certificate = await x509.X509CertificateGenerator.create({
    serialNumber: Buffer.from(webcrypto.getRandomValues(new Uint8Array(8))).toString("hex"),
    subject: `CN=${name}`,
    issuer,
    publicKey: keys.publicKey,
    signingKey,
    signingAlgorithm: algorithm,
    extensions: [
      new x509.SubjectAlternativeNameExtension([...address, { type: "dns", value: "localhost" }]),
    ],
    ...validity(),
  });
  const exported = await webcrypto.subtle.exportKey("pkcs8", keys.privateKey);
  return {
    cert: certificate.toString("pem"),
    key: x509.PemConverter.encode(exported, "PRIVATE KEY"),
  };
}

function validity(): { notBefore: Date; notAfter: Date } {
  const day = 24 * 60 * 60 * 1000;
  return { notBefore: new Date(Date.now() - day), notAfter: new Date(Date.now() + day) };
}

async function listen(server: Server): Promise<number> {
  await new Promise<void>((resolve) => {
    server.listen(0, "127.0.0.1", resolve);
  });
  return (server.address() as AddressInfo).port;
}

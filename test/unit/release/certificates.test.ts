import assert from "node:assert/strict";
import { X509Certificate, createPrivateKey } from "node:crypto";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync, statSync, unlinkSync, writeFileSync } from "node:fs";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { connect, createServer } from "node:tls";

import { LocalAuthority } from "../../../release/certificates/authority";
import { stillServes } from "../../../release/certificates/x509";

const hosts = ["copies.localhost", "marks.localhost"];

describe("the local certificate authority", () => {
  let folder: string;

  beforeEach(() => {
    folder = join(mkdtempSync(join(tmpdir(), "palier-ca-")), "ca");
  });

  afterEach(() => {
    rmSync(join(folder, ".."), { recursive: true, force: true });
  });

  const read = (name: string): string => readFileSync(join(folder, name), "utf8");
  const issue = async (names: readonly string[] = hosts) =>
    (await LocalAuthority.open(folder)).certificateFor(names);

  it("issues a certificate for exactly the hosts, which it signed", async () => {
    const { certificate, key } = await issue();
    const [leaf, authority] = [
      new X509Certificate(certificate),
      new X509Certificate(read("ca.pem")),
    ];
    assert.equal(leaf.subjectAltName, "DNS:copies.localhost, DNS:marks.localhost");
    assert.equal(leaf.checkIssued(authority) && leaf.verify(authority.publicKey), true);
    assert.equal(authority.verify(authority.publicKey), true);
    assert.deepEqual([leaf.ca, authority.ca], [false, true]);
    assert.equal(leaf.checkPrivateKey(createPrivateKey(key)), true);
    assert.notEqual(leaf.serialNumber, authority.serialNumber);
    assert.equal(certificate.match(/BEGIN CERTIFICATE/g)?.length, 1);
  });

  it("is believed by a client that knows it, and by no other", async () => {
    const { certificate, key } = await issue();
    const server = createServer({ cert: certificate, key }).listen(0, "127.0.0.1");
    try {
      await once(server, "listening");
      const { port } = server.address() as AddressInfo;
      const ask = async (servername: string, ca: string[]): Promise<string> => {
        const socket = connect({ port, host: "127.0.0.1", servername, ca });
        try {
          await once(socket, "secureConnect");
          return "believed";
        } catch (error) {
          return (error as NodeJS.ErrnoException).code ?? "failed";
        } finally {
          socket.destroy();
        }
      };
      const ca = [read("ca.pem")];
      assert.equal(await ask("marks.localhost", ca), "believed");
      assert.equal(await ask("other.localhost", ca), "ERR_TLS_CERT_ALTNAME_INVALID");
      assert.equal(await ask("marks.localhost", []), "UNABLE_TO_VERIFY_LEAF_SIGNATURE");
    } finally {
      server.close();
    }
  });

  it("is made once, and so is a certificate", async () => {
    const first = await issue();
    const authority = [read("ca.pem"), read("ca.key")];
    assert.deepEqual(await issue(), first);
    assert.deepEqual([read("ca.pem"), read("ca.key")], authority);
  });

  it("issues a new certificate when the hosts change, and keeps itself", async () => {
    const first = await issue();
    const authority = read("ca.pem");
    const second = await issue(["copies.localhost"]);
    assert.notEqual(second.certificate, first.certificate);
    assert.equal(new X509Certificate(second.certificate).subjectAltName, "DNS:copies.localhost");
    assert.equal(read("ca.pem"), authority);
  });

  it("issues a new certificate when another authority had issued the kept one", async () => {
    const first = await issue();
    unlinkSync(join(folder, "ca.pem"));
    const second = await issue();
    assert.notEqual(second.certificate, first.certificate);
    const authority = new X509Certificate(read("ca.pem"));
    assert.equal(new X509Certificate(second.certificate).verify(authority.publicKey), true);
  });

  it("makes a half-written pair anew", async () => {
    const first = await issue();
    unlinkSync(join(folder, "copies.localhost.pem"));
    const second = await issue();
    assert.notEqual(second.key, first.key);
    assert.deepEqual(
      [read("copies.localhost.pem"), read("copies.localhost.key")],
      [second.certificate, second.key],
    );
  });

  it("never keeps a certificate with the key of another", async () => {
    await issue();
    const other = await issue(["other.localhost"]);
    writeFileSync(join(folder, "copies.localhost.key"), other.key);
    const { certificate, key } = await issue();
    assert.equal(new X509Certificate(certificate).checkPrivateKey(createPrivateKey(key)), true);
  });

  it("lets nobody else read a key or look into its folder", async () => {
    await issue();
    const mode = (path: string): number => statSync(path).mode & 0o777;
    assert.equal(mode(folder), 0o700);
    assert.equal(mode(join(folder, "ca.key")), 0o600);
    assert.equal(mode(join(folder, "copies.localhost.key")), 0o600);
  });

  it("takes certificates of other hosts, or of more hosts, for outdated", async () => {
    const pair = await issue();
    const authority = { certificate: read("ca.pem"), key: read("ca.key") };
    const serves = (names: string[]): Promise<boolean> => stillServes(pair, authority, names);
    assert.equal(await serves([...hosts].reverse()), true);
    assert.equal(await serves(["copies.localhost"]), false);
    assert.equal(await serves([...hosts, "third.localhost"]), false);
    assert.equal(await serves(["copies.localhost", "other.localhost"]), false);
  });

  it("refuses a site without a name", async () => {
    await assert.rejects(issue([]), { message: "A site needs at least one host name." });
  });
});

import assert from "node:assert/strict";
import http from "node:http";
import http2 from "node:http2";
import { once } from "node:events";
import tls from "node:tls";
import { aliasesFor, examSite, minimal, shopSite } from "../../unit/reverse-proxy/specs";
import { ProxyLab, slotFiles } from "./proxy-lab";
import { assertHeaders } from "./requests";
import { renderPointer } from "../../../nginx";

interface Seen {
  readonly headers: readonly (readonly [string, string])[];
}

const spoofed = {
  "x-forwarded-for": "198.51.100.7",
  "x-real-ip": "198.51.100.7",
  "x-forwarded-proto": "http",
  "x-forwarded-host": "evil.test",
  "x-forwarded-port": "1",
  "x-forwarded-prefix": "/evil",
  "x-request-id": "chosen",
  "x-original-url": "/admin",
  forwarded: "for=198.51.100.7",
  proxy: "http://evil.test",
};

describe("proxy, names, TLS and what applications are told", function () {
  this.timeout(60_000);
  const proxy = new ProxyLab();
  const { get } = proxy;
  const spec = { ...minimal, sites: [examSite, shopSite] };

  before(async () => {
    const open = (site: typeof examSite) => ({ state: "open", aliases: aliasesFor(site) }) as const;
    await proxy.open(
      spec,
      { exam: open(examSite), "shop-2": open(shopSite) },
      { "acme/.well-known/acme-challenge/token": "answer" },
    );
    await proxy.application("exam", "exam-web-r1", 8000);
    await proxy.application("chat", "shop-2-live-chat-r1", 8072);
  });

  after(() => proxy.close());

  async function seen(headers: http.OutgoingHttpHeaders = {}): Promise<Map<string, string[]>> {
    const answer = await get("https://exam.test/", { headers });
    assert.equal(answer.status, 200);
    const values = new Map<string, string[]>();
    for (const [name, value] of (JSON.parse(answer.text) as Seen).headers) {
      values.set(name, [...(values.get(name) ?? []), value]);
    }
    return values;
  }

  function connect(options: tls.ConnectionOptions): Promise<tls.TLSSocket> {
    return new Promise((resolve, reject) => {
      const socket = tls.connect(
        {
          host: "127.0.0.1",
          port: proxy.ports.https,
          ca: proxy.authority,
          servername: "exam.test",
          ...options,
        },
        () => {
          resolve(socket);
        },
      );
      socket.on("error", reject);
    });
  }

  it("redirects plain HTTP to the same name over TLS, without HSTS", async () => {
    for (const host of ["exam.test", "www.shop.test"]) {
      const answer = await get(`http://${host}/a?b=c`);
      assert.equal(answer.status, 301);
      assert.equal(answer.headers.location, `https://${host}/a?b=c`);
      assert.deepEqual(answer.lines("Strict-Transport-Security"), []);
      assert.deepEqual(answer.lines("X-Content-Type-Options"), ["nosniff"]);
    }
  });

  it("answers ACME challenges over plain HTTP", async () => {
    const challenge = "http://exam.test/.well-known/acme-challenge";
    assert.equal((await get(`${challenge}/token`)).text, "answer");
    assert.equal((await get(`${challenge}/none`)).status, 404);
  });

  it("redirects aliases to the canonical name, with every header", async () => {
    const answer = await get("https://www.shop.test/a?b=c", { method: "POST" });
    assert.equal(answer.status, 308);
    assert.equal(answer.headers.location, "https://shop.test/a?b=c");
    assertHeaders(answer, shopSite, "site");
  });

  it("redirects plain HTTP on the TLS port", async () => {
    const request = http.get({
      port: proxy.ports.https,
      host: "127.0.0.1",
      path: "/a",
      headers: { host: "exam.test" },
      agent: false,
    });
    const [response] = (await once(request, "response")) as [http.IncomingMessage];
    response.resume();
    assert.equal(response.statusCode, 301);
    assert.equal(response.headers.location, "https://exam.test/a");
  });

  it("refuses names that it does not serve", async () => {
    await assert.rejects(get("http://unknown.test/"), /socket hang up|ECONNRESET/);
    await assert.rejects(get("https://unknown.test/"), /unrecognized name/);
    const other = await get("https://exam.test/", { host: "unknown.test" });
    assert.equal(other.status, 421);
  });

  it("speaks TLS 1.2 and 1.3 with forward secrecy, and nothing older", async () => {
    for (const version of ["TLSv1.2", "TLSv1.3"] as const) {
      const socket = await connect({ minVersion: version, maxVersion: version });
      assert.equal(socket.getProtocol(), version);
      assert.match(socket.getCipher().standardName, /GCM|CHACHA20/);
      socket.destroy();
    }
    const old = {
      minVersion: "TLSv1",
      maxVersion: "TLSv1.1",
      ciphers: "DEFAULT@SECLEVEL=0",
    } as const;
    await assert.rejects(connect(old), /alert protocol version/);
    const blocks = { maxVersion: "TLSv1.2", ciphers: "ECDHE-ECDSA-AES128-SHA" } as const;
    await assert.rejects(connect(blocks), /alert handshake failure/);
  });

  it("negotiates HTTP/2", async () => {
    const session = http2.connect(`https://127.0.0.1:${proxy.ports.https}`, {
      ca: proxy.authority,
      servername: "exam.test",
    });
    const stream = session.request({ ":path": "/", ":authority": "exam.test" });
    const [headers] = (await once(stream, "response")) as [http2.IncomingHttpHeaders];
    assert.equal(session.alpnProtocol, "h2");
    assert.equal(headers[":status"], 200);
    assert.equal(headers["x-frame-options"], "DENY");
    stream.close();
    session.destroy();
  });

  it("tells the application who asked, whatever the client claims", async () => {
    const honest = await seen();
    const lying = await seen(spoofed);
    const client = honest.get("x-real-ip");
    for (const received of [honest, lying]) {
      assert.deepEqual(received.get("host"), ["exam.test"]);
      assert.deepEqual(received.get("x-real-ip"), client);
      assert.deepEqual(received.get("x-forwarded-for"), client);
      assert.deepEqual(received.get("x-forwarded-proto"), ["https"]);
      assert.deepEqual(received.get("x-forwarded-host"), ["exam.test"]);
      assert.deepEqual(received.get("x-forwarded-port"), ["443"]);
      assert.match(received.get("x-request-id")?.join() ?? "", /^[0-9a-f]{32}$/);
      for (const name of ["forwarded", "proxy", "x-forwarded-prefix", "x-original-url"]) {
        assert.equal(received.get(name), undefined, name);
      }
    }
  });

  it("passes a websocket on, both ways", async () => {
    const socket = await connect({ servername: "shop.test" });
    socket.write(
      "GET /websocket HTTP/1.1\r\nHost: shop.test\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n" +
        "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n",
    );
    let received = "";
    socket.on("data", (chunk: Buffer) => {
      // The frame goes out once the upgrade is accepted, as from a real client.
      if (received === "") socket.write("ping over the socket");
      received += chunk.toString();
    });
    await once(socket, "end");
    assert.match(received, /^HTTP\/1\.1 101 /);
    assert.match(received, /Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK\+xOo=/);
    assert.match(received, /ping over the socket$/);
    socket.destroy();
  });

  it("believes a proxy in front only once it is named, from the other slot on", async () => {
    const trusting = { ...spec, trustedProxies: ["172.16.0.0/12", "192.168.0.0/16", "10.0.0.0/8"] };
    await proxy.write(slotFiles(trusting, "b"));
    assert.equal(await proxy.probe("/slot"), "a\r\n");
    const test = await proxy.run(["nginx", "-t", "-c", "/etc/palier/nginx/b/main.conf"]);
    assert.equal(test.code, 0, test.output);
    await proxy.write({ "nginx.conf": renderPointer("b") });
    await proxy.reload();
    assert.equal(await proxy.probe("/slot"), "b\r\n");
    const received = await seen({ "x-forwarded-for": "203.0.113.9" });
    assert.deepEqual(received.get("x-forwarded-for"), ["203.0.113.9"]);
    assert.deepEqual(received.get("x-real-ip"), ["203.0.113.9"]);
  });
});

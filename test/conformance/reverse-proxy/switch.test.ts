import assert from "node:assert/strict";
import https from "node:https";
import { once } from "node:events";
import { setTimeout as sleep } from "node:timers/promises";
import tls from "node:tls";
import { execute } from "../../../release/engine/exec";
import { readUpstream, restoreUpstream, setUpstream } from "../../../release/proxy";
import {
  aliasesFor,
  applicationRoute,
  examSite,
  minimal,
  shopSite,
} from "../../unit/reverse-proxy/specs";
import { engine, eventually } from "./engine";
import { ProxyLab } from "./proxy-lab";

const exam = "https://exam.test";

/** Pages and websockets in one process, as Django with channels has them. */
const mixedSite = {
  ...shopSite,
  application: "mixed",
  hosts: ["mixed.test"],
  upstreams: [{ process: "web", port: 8000 }],
  routes: [
    applicationRoute("/"),
    applicationRoute("/websocket/", { websocket: true, readTimeoutSeconds: 3600 }),
  ],
};

describe("proxy, switched by a release", function () {
  this.timeout(180_000);
  const proxy = new ProxyLab();
  const { get } = proxy;
  const one = { state: "open", aliases: { web: "exam-web-one" } } as const;
  const two = { state: "open", aliases: { web: "exam-web-two" } } as const;

  before(async () => {
    const sites = [examSite, shopSite, mixedSite];
    const states = {
      exam: one,
      "shop-2": { state: "open", aliases: aliasesFor(shopSite) },
      mixed: { state: "open", aliases: aliasesFor(mixedSite) },
    } as const;
    await proxy.open({ ...minimal, sites }, states, {});
    await proxy.application("one", "exam-web-one", 8000);
    await proxy.application("two", "exam-web-two", 8000);
    await proxy.application("chat", "shop-2-live-chat-r1", 8072, "shop-2");
    await proxy.application("mixed", "mixed-web-r1", 8000, "mixed");
  });

  after(() => proxy.close());

  const set = (state: Parameters<typeof setUpstream>[2], signal?: AbortSignal): Promise<void> =>
    setUpstream(proxy.context("exam", signal), proxy.route(examSite), state);

  async function name(path = "/"): Promise<string> {
    const answer = await get(`${exam}${path}`, { timeout: 60_000 });
    assert.equal(answer.status, 200, answer.text);
    return (JSON.parse(answer.text) as { name: string }).name;
  }

  async function websocket(host: string, path: string): Promise<tls.TLSSocket> {
    const socket = tls.connect({
      host: "127.0.0.1",
      port: proxy.ports.https,
      ca: proxy.authority,
      servername: host,
    });
    await once(socket, "secureConnect");
    socket.write(
      `GET ${path} HTTP/1.1\r\nHost: ${host}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n` +
        "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n",
    );
    const [head] = (await once(socket, "data")) as [Buffer];
    assert.match(head.toString(), /^HTTP\/1\.1 101 /);
    return socket;
  }

  it("sends every request that begins afterwards to the new containers", async () => {
    assert.equal(await name(), "one");
    for (const [state, expected] of [
      [two, "two"],
      [one, "one"],
      [two, "two"],
      [one, "one"],
    ] as const) {
      await set(state);
      for (let asked = 0; asked < 5; asked += 1) assert.equal(await name(), expected);
    }
  });

  it("waits for a slow answer and an upload that began before, longer than 20 seconds", async () => {
    const slow = name("/wait?22");
    const upload = new Promise<string>((resolve, reject) => {
      const request = https.request(
        {
          host: "127.0.0.1",
          port: proxy.ports.https,
          servername: "exam.test",
          ca: proxy.authority,
          method: "POST",
          path: "/api/upload/",
          headers: { host: "exam.test", "content-length": 24 * 1024 },
          agent: false,
        },
        (response) => {
          let text = "";
          response.on("data", (chunk: Buffer) => (text += chunk.toString()));
          response.on("end", () => {
            resolve(text);
          });
        },
      );
      request.on("error", reject);
      void (async () => {
        for (let sent = 0; sent < 24; sent += 1) {
          request.write(Buffer.alloc(1024, 97));
          await sleep(1000);
        }
        request.end();
      })();
    });
    await sleep(1000);
    let switched = false;
    const switching = set(two).then(() => {
      switched = true;
    });
    await eventually(async () => {
      assert.equal(await name(), "two");
    });
    assert.equal(switched, false, "the switch waits for what is under way");
    assert.equal(await slow, "one");
    assert.equal(switched, false, "the upload is waited for as well");
    const seen = JSON.parse(await upload) as { name: string; length: number };
    assert.deepEqual([seen.name, seen.length], ["one", 24 * 1024]);
    await switching;
    await set(one);
  });

  it("does not wait for idle connections, websockets and other applications", async () => {
    const agent = new https.Agent({ keepAlive: true, maxSockets: 4 });
    await Promise.all([1, 2, 3, 4].map(() => get(`${exam}/`, { agent })));
    const chat = await websocket("shop.test", "/websocket/stay");
    const talk = await websocket("mixed.test", "/websocket/stay");
    const foreign = get("https://mixed.test/wait?25", { timeout: 60_000 });
    await sleep(500);
    let ended = false;
    void foreign.then(() => {
      ended = true;
    });
    try {
      await set(two);
      assert.equal(ended, false, "the switch came before the other application's answer");
      assert.equal(await name(), "two");
      for (const socket of [chat, talk]) {
        socket.write("still there");
        const [echo] = (await once(socket, "data")) as [Buffer];
        assert.equal(echo.toString(), "still there");
      }
      assert.equal((await foreign).status, 200);
    } finally {
      chat.destroy();
      talk.destroy();
      agent.destroy();
    }
  });

  it("puts the file before back when nginx refuses, and serves on", async () => {
    const context = proxy.context("exam");
    const route = proxy.route(examSite);
    const before = await readUpstream(context, route);
    // An upstream file without the variables of the site's process.
    const incomplete = { ...route, site: { ...examSite, upstreams: [] } };
    await assert.rejects(
      setUpstream(context, incomplete, one),
      /nginx refuses the configuration; the proxy keeps/,
    );
    assert.equal(await readUpstream(context, route), before);
    assert.equal(await name(), "two");
  });

  it("takes up a file that was written without the reload", async () => {
    const context = proxy.context("exam");
    const route = proxy.route(examSite);
    const before = (await readUpstream(context, route)) ?? "";
    await proxy.write({ [route.upstreamFile]: before.replace("exam-web-two", "exam-web-one") });
    assert.equal(await name(), "two");
    await set(one);
    assert.equal(await name(), "one");
    await restoreUpstream(context, route, before);
    assert.equal(await name(), "two");
  });

  it("changes nothing after an interruption, which does not keep a file from being put back", async () => {
    const interrupted = AbortSignal.abort(new Error("The deployment was interrupted."));
    const route = proxy.route(examSite);
    const before = (await readUpstream(proxy.context("exam"), route)) ?? "";
    await assert.rejects(set(one, interrupted), /was interrupted/);
    assert.equal(await readUpstream(proxy.context("exam"), route), before);
    await restoreUpstream(
      proxy.context("exam", interrupted),
      route,
      before.replace("exam-web-two", "exam-web-one"),
    );
    assert.equal(await name(), "one");
  });

  it("is told again when the proxy is restarted meanwhile", async () => {
    const context = proxy.context("exam");
    const route = proxy.route(examSite);
    // From inside: a restart changes the ports that the host has.
    const curl = "curl -sk --resolve exam.test:8443:127.0.0.1 https://exam.test:8443/".split(" ");
    const assertServed = (expected: string): Promise<void> =>
      eventually(async () => {
        const { output } = await execute(proxy.proxy, curl);
        assert.match(output, new RegExp(`"name": ?"${expected}"`));
      });
    for (const pause of [0, 150, 400, 800]) {
      const restart = proxy.proxy.restart({ t: 5 });
      await sleep(pause);
      await set(two);
      await restart;
      await assertServed("two");
      const before = (await readUpstream(context, route)) ?? "";
      const again = proxy.proxy.restart({ t: 5 });
      await sleep(pause);
      await restoreUpstream(context, route, before.replace("exam-web-two", "exam-web-one"));
      await again;
      await assertServed("one");
    }
  });

  it("says that the proxy does not run, and leaves what is put back for its next start", async () => {
    const context = proxy.context("exam");
    const route = proxy.route(examSite);
    const before = (await readUpstream(context, route)) ?? "";
    await proxy.proxy.stop({ t: 5 });
    await assert.rejects(set(two), /The proxy \S+-nginx does not run/);
    await restoreUpstream(context, route, before.replace("exam-web-one", "exam-web-two"));
    await proxy.proxy.start();
    await eventually(async () => {
      assert.equal((await proxy.probe("/slot")).trim(), "a");
    });
    const { output } = await execute(engine.getContainer(route.container), [
      "cat",
      `/etc/palier/nginx/${route.upstreamFile}`,
    ]);
    assert.match(output, /exam-web-two/);
  });
});

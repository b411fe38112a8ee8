import assert from "node:assert/strict";
import { once } from "node:events";
import http2 from "node:http2";
import https from "node:https";
import { text } from "node:stream/consumers";
import { renderPointer } from "../../../nginx";
import { aliasesFor, examSite, minimal } from "../../unit/reverse-proxy/specs";
import { engine, eventually, logsOf } from "./engine";
import { ProxyLab, slotFiles } from "./proxy-lab";
import { assertHeaders, assertPage } from "./requests";

const exam = "https://exam.test";
const cookie = { name: "palier_bypass", value: "Abcdefghijklmnop0123" };

describe("proxy, states of an application", function () {
  this.timeout(90_000);
  const proxy = new ProxyLab();
  const { get } = proxy;
  const aliases = aliasesFor(examSite);

  before(async () => {
    await proxy.open(minimal, { exam: { state: "starting" } }, { "exam/static/a.css": "a" });
  });

  after(() => proxy.close());

  async function name(): Promise<string> {
    const answer = await get(`${exam}/`);
    assert.equal(answer.status, 200);
    return (JSON.parse(answer.text) as { name: string }).name;
  }

  it("starting: a page for every method, and files as usual", async () => {
    for (const method of ["GET", "POST", "DELETE"]) {
      const answer = await get(`${exam}/api/`, { method });
      assertPage(answer, 503, examSite, /Le site démarre/);
      assert.deepEqual(answer.lines("Retry-After"), ["10"]);
    }
    assert.equal((await get(`${exam}/api/health/`)).status, 503);
    assert.equal((await get(`${exam}/static/a.css`)).status, 200);
  });

  it("maintenance before anything runs: the maintenance page, probes included", async () => {
    await proxy.setState(examSite, { state: "maintenance", retryAfterSeconds: 120 });
    for (const path of ["/", "/api/x?y=z", "/api/health/"]) {
      const answer = await get(`${exam}${path}`);
      assertPage(answer, 503, examSite, /Le site est en maintenance/);
      assert.deepEqual(answer.lines("Retry-After"), ["120"]);
    }
  });

  it("maintenance with the cookie: only its exact value gets through", async () => {
    await proxy.application("one", aliases.web ?? "", 8000);
    await proxy.setState(examSite, {
      state: "maintenance",
      aliases,
      bypassCookie: cookie,
      retryAfterSeconds: 60,
    });
    const with_ = (value: string) =>
      get(`${exam}/`, { headers: { cookie: `a=b; ${cookie.name}=${value}` } });
    const through = await with_(cookie.value);
    assert.equal(through.status, 200);
    assertHeaders(through, examSite, "site");
    for (const value of [cookie.value.toLowerCase(), `${cookie.value}x`, ""]) {
      assert.equal((await with_(value)).status, 503, value);
    }
    assert.equal((await get(`${exam}/api/health/`)).status, 200, "probes see the application");
    assertPage(await get(`${exam}/api/`), 503, examSite, /en maintenance/);
  });

  it("maintenance says when it is expected to end, and only when somebody knows", async () => {
    const state = { state: "maintenance", retryAfterSeconds: 60 } as const;
    await proxy.setState(examSite, { ...state, until: "14:35, mardi 3 mars (Europe/Paris)" });
    const known = await get(`${exam}/`);
    assertPage(known, 503, examSite, /Le site est en maintenance/);
    assert.match(known.text, /Retour prévu vers <strong>14:35, mardi 3 mars \(Europe\/Paris\)</);
    assert.doesNotMatch(known.text, /quelques minutes|<!--#|\(none\)/);
    await proxy.setState(examSite, state);
    const unknown = await get(`${exam}/`);
    assert.match(unknown.text, /Revenez dans quelques minutes\./);
    assert.doesNotMatch(unknown.text, /Retour prévu|<!--#|\(none\)/);
  });

  const maintenance = {
    state: "maintenance",
    aliases,
    bypassCookie: cookie,
    entry: { token: "Zyxwvutsrqponmlk9876" },
    until: "09:05 (Europe/Paris)",
    retryAfterSeconds: 60,
  } as const;
  const entry = `${exam}/.palier/enter`;

  it("maintenance: whoever sends something learns that it was not saved, by any protocol", async () => {
    await proxy.setState(examSite, maintenance);
    const agent = new https.Agent({ keepAlive: true, maxSockets: 1 });
    try {
      for (const method of ["POST", "PUT", "PATCH"]) {
        const body = Buffer.alloc(200 * 1024, 97);
        const answer = await get(`${exam}/api/`, { method, body, agent });
        assertPage(answer, 503, examSite, /n’a pas été enregistré. Gardez cette page ouverte/);
        assert.deepEqual(answer.lines("Retry-After"), ["60"]);
      }
      const read = await get(`${exam}/`, { agent });
      assertPage(read, 503, examSite, /<a class="again" href="">Réessayer<\/a>/);
      assert.doesNotMatch(read.text, /pas été enregistré/);
      const head = await get(`${exam}/`, { method: "HEAD", agent });
      assert.deepEqual([head.status, head.text], [503, ""]);
      assert.deepEqual(head.lines("Retry-After"), ["60"]);
      assertHeaders(head, examSite, "page");
    } finally {
      agent.destroy();
    }
    const session = http2.connect(`https://127.0.0.1:${proxy.ports.https}`, {
      ca: proxy.authority,
      servername: "exam.test",
    });
    for (const method of ["POST", "GET"]) {
      const stream = session.request({
        ":path": "/",
        ":method": method,
        ":authority": "exam.test",
      });
      stream.end(method === "POST" ? "sent" : undefined);
      const [headers] = (await once(stream, "response")) as [http2.IncomingHttpHeaders];
      assert.deepEqual([headers[":status"], headers["retry-after"]], [503, "60"]);
      const page = await text(stream);
      assert.equal(page.includes("pas été enregistré"), method === "POST");
      assert.match(page, /09:05 \(Europe\/Paris\)/);
    }
    session.destroy();
  });

  it("maintenance: programs that ask for JSON get JSON, browsers never", async () => {
    const ask = (accept: string) => get(`${exam}/api/`, { headers: { accept } });
    for (const accept of ["application/json", "application/json, text/plain, */*"]) {
      const answer = await ask(accept);
      assert.equal(answer.status, 503);
      assertHeaders(answer, examSite, "page");
      assert.deepEqual(answer.lines("Content-Type"), ["application/json"]);
      assert.deepEqual(answer.lines("Cache-Control"), ["no-store"]);
      assert.deepEqual(answer.lines("Retry-After"), ["60"]);
      assert.deepEqual(JSON.parse(answer.text), {
        status: "maintenance",
        message: "Le site est en maintenance. Une mise à jour est en cours.",
        until: "09:05 (Europe/Paris)",
        reference: answer.headers["x-request-id"],
      });
    }
    for (const accept of ["text/html,application/xhtml+xml,application/json", "*/*"]) {
      assertPage(await ask(accept), 503, examSite, /Le site est en maintenance/);
    }
    await proxy.setState(examSite, { state: "maintenance", retryAfterSeconds: 60 });
    const answer = JSON.parse((await ask("application/json")).text) as Record<string, string>;
    assert.deepEqual(Object.keys(answer), ["status", "message", "reference"]);
  });

  it("maintenance: the operator's address gives the cookie, once, to whoever knows the token", async () => {
    await proxy.setState(examSite, maintenance);
    const given = await get(`${entry}/${maintenance.entry.token}`);
    assert.equal(given.status, 302);
    assert.deepEqual(given.lines("Location"), ["/"]);
    assert.deepEqual(given.lines("Cache-Control"), ["no-store"]);
    assertHeaders(given, examSite, "page");
    assert.deepEqual(given.lines("Set-Cookie"), [
      `${cookie.name}=${cookie.value}; Path=/; Max-Age=28800; Secure; HttpOnly; SameSite=Lax`,
    ]);
    const headers = { cookie: `${cookie.name}=${cookie.value}` };
    assert.equal((await get(`${exam}/`, { headers })).status, 200);
    for (const wrong of [
      "",
      "x",
      maintenance.entry.token.toLowerCase(),
      `${maintenance.entry.token}x`,
      `${maintenance.entry.token}/`,
    ]) {
      const answer = await get(`${entry}/${wrong}`);
      assertPage(answer, 404, examSite, /n’existe pas/);
      assert.deepEqual(answer.lines("Set-Cookie"), []);
    }
  });

  it("keeps the token and what follows it out of every log, whoever asks and however", async () => {
    const { token } = maintenance.entry;
    await get(`${entry}/${token}?from=chat`);
    await get(`http://exam.test/.palier/enter/${token}`);
    await get(`${entry}/${token}wrong`);
    const log = await logsOf(proxy.proxy);
    assert.ok(!log.includes(token), "the token is in the log");
    assert.ok(!log.includes(cookie.value), "the cookie is in the log");
    assert.match(log, /"path":"\/\.palier\/enter\/"/);
    assert.match(log, /"method":"POST","path":"\/api\/","protocol":"HTTP\/1\.1","status":503/);
  });

  it("open, the operator's address leads to the start page and gives nothing", async () => {
    await proxy.setState(examSite, { state: "open", aliases });
    for (const token of [maintenance.entry.token, "x"]) {
      const answer = await get(`${entry}/${token}`);
      assert.equal(answer.status, 302);
      assert.deepEqual(answer.lines("Location"), ["/"]);
      assert.deepEqual(answer.lines("Set-Cookie"), []);
      assert.deepEqual(answer.lines("Cache-Control"), ["no-store"]);
    }
  });

  it("open: requests are shared between the containers of one alias", async () => {
    await proxy.application("two", aliases.web ?? "", 8000);
    await proxy.setState(examSite, { state: "open", aliases });
    const names = new Set<string>();
    await eventually(async () => {
      names.add(await name());
      assert.equal(names.size, 2);
    });
  });

  it("changes of slot lose no request", async () => {
    let running = true;
    let answered = 0;
    const failures: unknown[] = [];
    const agent = new https.Agent({ keepAlive: false });
    const client = async (): Promise<void> => {
      while (running) {
        try {
          const { status } = await get(`${exam}/wait?0.02`, { agent });
          if (status === 200) answered += 1;
          else failures.push(status);
        } catch (error) {
          failures.push(error);
        }
      }
    };
    const clients = [client(), client(), client(), client()];
    try {
      for (const slot of ["b", "a", "b"] as const) {
        await proxy.write(slotFiles(minimal, slot));
        await proxy.write({ "nginx.conf": renderPointer(slot) });
        await proxy.reload();
        assert.equal(await proxy.probe("/slot"), `${slot}\r\n`);
      }
    } finally {
      running = false;
      await Promise.all(clients);
    }
    assert.deepEqual(failures, []);
    assert.ok(answered > 20, `${answered} requests were answered`);
  });

  it("a container that is gone costs no request that may be repeated", async () => {
    await engine.getContainer(`${proxy.lab.name}-one`).stop({ t: 0 });
    for (let asked = 0; asked < 20; asked += 1) assert.equal(await name(), "two");
  });

  it("all containers gone: the proxy's page, and the proxy itself is still healthy", async () => {
    await engine.getContainer(`${proxy.lab.name}-two`).stop({ t: 0 });
    await eventually(async () => {
      assertPage(await get(`${exam}/`), 502, examSite, /ne répond pas/);
    });
    assert.equal(await proxy.probe("/health"), "ok\r\n");
    assert.match(await proxy.probe("/status"), /Active connections/);
  });

  it("starts although the application is down", async () => {
    await proxy.proxy.stop({ t: 5 });
    await proxy.proxy.start();
    await eventually(async () => {
      await proxy.probe("/health");
    });
  });
});

import assert from "node:assert/strict";
import https from "node:https";
import { renderPointer } from "../../../components/reverse-proxy/nginx";
import { aliasesFor, examSite, minimal } from "../../unit/reverse-proxy/specs";
import { engine, eventually } from "./engine";
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

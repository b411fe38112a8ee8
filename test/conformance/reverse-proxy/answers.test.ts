import assert from "node:assert/strict";
import { aliasesFor, examSite, guideSite, minimal } from "../../unit/reverse-proxy/specs";
import { eventually, logsOf } from "./engine";
import { ProxyLab } from "./proxy-lab";
import { assertHeaders, assertPage } from "./requests";

const exam = "https://exam.test";
const guide = "https://guide.test";
const css = "body{color:red}\n".repeat(200);

describe("proxy, answers of every kind of route", function () {
  this.timeout(60_000);
  const proxy = new ProxyLab();
  const { get } = proxy;

  before(async () => {
    const open = { state: "open", aliases: aliasesFor(examSite) } as const;
    await proxy.open(
      { ...minimal, sites: [examSite, guideSite] },
      { exam: open, guide: { state: "open", aliases: { web: "guide-that-is-down" } } },
      {
        "exam/static/site.css": css,
        "exam/static/photo.png": "x".repeat(5000),
        "exam/static/worker.mjs": "export {};\n",
        "exam/static/folder/inside.txt": "x",
        "exam/static/key.txt": "-> /etc/palier/tls/exam.test/privkey.pem",
        "exam/media/copy.pdf": "%PDF-1.7 exam",
        "guide/site/index.html": "<p>guide</p>",
        "guide/site/logo.svg": "<svg/>",
        "guide/assets/app.js": "1;",
      },
    );
    await proxy.application("exam", "exam-web-r1", 8000);
  });

  after(() => proxy.close());

  it("adds each header once to the application's answers, whatever their status", async () => {
    for (const status of [200, 301, 304, 400, 401, 404, 500, 503]) {
      const answer = await get(`${exam}/status/${status}`);
      assert.equal(answer.status, status);
      assertHeaders(answer, examSite, "site");
      assert.equal(answer.text, status === 304 ? "" : '{"error": "mine"}', "its body is kept");
    }
  });

  it("serves static files as immutable, compressed where it helps, with every header", async () => {
    const headers = { "accept-encoding": "gzip" };
    const style = await get(`${exam}/static/site.css`, { headers });
    assert.equal(style.status, 200);
    assertHeaders(style, examSite, "site");
    assert.deepEqual(style.lines("Cache-Control"), ["public, max-age=2592000, immutable"]);
    assert.deepEqual(style.lines("Content-Encoding"), ["gzip"]);
    assert.deepEqual(style.lines("Vary"), ["Accept-Encoding"]);
    assert.ok(style.body.length < css.length / 4);
    const photo = await get(`${exam}/static/photo.png`, { headers });
    assert.deepEqual(photo.lines("Content-Encoding"), []);
    const script = await get(`${exam}/static/worker.mjs`);
    assert.deepEqual(script.lines("Content-Type"), ["text/javascript; charset=utf-8"]);
    const again = await get(`${exam}/static/site.css`, {
      headers: { "if-modified-since": style.headers["last-modified"] },
    });
    assert.equal(again.status, 304);
    assertHeaders(again, examSite, "site");
  });

  it("compresses the application's long answers", async () => {
    const answer = await get(`${exam}/large`, { headers: { "accept-encoding": "gzip" } });
    assert.deepEqual(answer.lines("Content-Encoding"), ["gzip"]);
    assertHeaders(answer, examSite, "site");
  });

  it("lists no folder, follows no link to a key and leaves no static folder", async () => {
    for (const path of ["/static/", "/static/folder", "/static/folder/", "/static/none.css"]) {
      assertPage(await get(`${exam}${path}`), 404, examSite, /Cette page n’existe pas/);
    }
    const link = await get(`${exam}/static/key.txt`);
    assert.ok(link.status === 403 || link.status === 404, `${link.status}`);
    assert.doesNotMatch(link.text, /PRIVATE KEY/);
    const outside = await get(`${exam}/static/%2e%2e/media/copy.pdf`);
    assert.equal(outside.status, 404);
  });

  it("serves protected files on the application's word only, and never for storing", async () => {
    assertPage(await get(`${exam}/media/copy.pdf`), 404, examSite, /Cette page n’existe pas/);
    const granted = await get(`${exam}/download/copy.pdf`);
    assert.equal(granted.status, 200);
    assert.equal(granted.text, "%PDF-1.7 exam");
    assertHeaders(granted, examSite, "site");
    assert.deepEqual(granted.lines("Cache-Control"), ["private, no-store"]);
    assert.deepEqual(granted.lines("Content-Type"), ["application/pdf"]);
    const chosen = await get(`${exam}/download/copy.pdf?private`);
    assert.deepEqual(chosen.lines("Cache-Control"), ["private"]);
    assertPage(await get(`${exam}/download/none.pdf`), 404, examSite, /n’existe pas/);
  });

  it("refuses denied paths, its own pages and TRACE", async () => {
    for (const path of ["/.git/config", "/.gitignore", "/_palier/404.html", "/_palier/"]) {
      assertPage(await get(`${exam}${path}`), 404, examSite, /n’existe pas/);
    }
    assertPage(await get(exam, { method: "TRACE" }), 405, examSite, /pas possible ici/);
  });

  it("refuses bodies above the limit of the site, and of the route where it has one", async () => {
    const body = Buffer.alloc(2 * 1024 * 1024);
    const refused = await get(`${exam}/api/`, { method: "POST", body });
    assertPage(refused, 413, examSite, /trop volumineux/);
    const accepted = await get(`${exam}/api/upload/`, { method: "POST", body });
    assert.equal(accepted.status, 200);
    assert.equal((JSON.parse(accepted.text) as { length: number }).length, body.length);
  });

  it("shows pages for addresses and headers that are too long or wrong", async () => {
    const long = await get(`${exam}/${"a".repeat(20_000)}`);
    assertPage(long, 414, examSite, /trop longue/);
    const wrong = await get(exam, { headers: { "x-long": "a".repeat(20_000) } });
    assertPage(wrong, 400, examSite, /n’a pas pu être comprise/);
    assertPage(await get(`${exam}/`, { host: "a b" }), 400, examSite, /comprise/);
  });

  it("limits logins and says when to come back", async () => {
    const statuses: number[] = [];
    let last = await get(`${exam}/api/login/`, { method: "POST" });
    for (let attempt = 0; attempt < 8; attempt += 1) {
      statuses.push(last.status);
      last = await get(`${exam}/api/login/`, { method: "POST" });
    }
    assert.deepEqual(statuses.slice(0, 4), [200, 200, 200, 200], "the burst passes");
    assertPage(last, 429, examSite, /Trop de tentatives/);
    assert.deepEqual(last.lines("Retry-After"), ["60"]);
    assert.equal((await get(`${exam}/api/`)).status, 200, "other paths are not limited");
  });

  it("shows a page when the application is too slow or down", async () => {
    assertPage(await get(`${exam}/api/slow/`), 504, examSite, /trop de temps/);
    const down = await get(`${guide}/api/x`, { method: "POST", body: "x" });
    assertPage(down, 502, guideSite, /ne répond pas/);
  });

  it("serves a single-page application for every path, asked for again each time", async () => {
    for (const path of ["/", "/index.html", "/chapter/2?x=1"]) {
      const answer = await get(`${guide}${path}`);
      assert.equal(answer.status, 200, path);
      assert.equal(answer.text, "<p>guide</p>");
      assertHeaders(answer, guideSite, "site");
      assert.deepEqual(answer.lines("Cache-Control"), ["no-cache"]);
    }
    const logo = await get(`${guide}/logo.svg`);
    assert.deepEqual(logo.lines("Content-Type"), ["image/svg+xml; charset=utf-8"]);
    const asset = await get(`${guide}/assets/app.js`);
    assert.deepEqual(asset.lines("Cache-Control"), ["public, max-age=604800"]);
    assertPage(await get(`${guide}/assets/old.js`), 404, guideSite, /n’existe pas/);
  });

  it("logs one JSON object per request, without the query string", async () => {
    await get(`${exam}/logged?token=confidential`);
    await eventually(async () => {
      const text = await logsOf(proxy.proxy);
      const lines = text.split("\n").filter((line) => line.startsWith("{"));
      const entries = lines.map((line) => JSON.parse(line) as Record<string, unknown>);
      const entry = entries.find(({ path }) => path === "/logged");
      assert.ok(entry !== undefined, "the request is logged");
      assert.equal(entry.status, 200);
      assert.equal(entry.host, "exam.test");
      assert.match(String(entry.upstream_addr), /:8000$/);
      assert.doesNotMatch(text, /confidential/);
    });
  });
});

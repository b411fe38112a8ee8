import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { renderNginx, renderUpstream } from "../../../nginx";
import type { ProxyConfigurationSpec } from "../../../spec/proxy";
import { aliasesFor, applicationRoute, examSite, minimal, reportOnlySite, shopSite } from "./specs";

function file(spec: ProxyConfigurationSpec, name: string): string {
  const content = renderNginx(spec, "a")[name];
  assert.ok(content !== undefined, `${name} is not rendered`);
  return content;
}

function locations(content: string): string[] {
  return [...content.matchAll(/^ *location (.+) \{$/gm)].map((match) => match[1] ?? "");
}

describe("nginx configuration, rendering", () => {
  it("orders routes by length, exact ones first, whatever the order of declaration", () => {
    const site = {
      ...examSite,
      routes: [
        applicationRoute("/"),
        applicationRoute("/b/"),
        applicationRoute("/a/"),
        applicationRoute("/a/", { match: "exact" }),
        applicationRoute("/long/"),
      ],
    };
    const forwards = file({ ...minimal, sites: [site] }, "sites/exam.conf");
    const backwards = file(
      { ...minimal, sites: [{ ...site, routes: site.routes.toReversed() }] },
      "sites/exam.conf",
    );
    assert.equal(forwards, backwards);
    assert.deepEqual(locations(forwards).slice(-5), ["/long/", "= /a/", "/a/", "/b/", "/"]);
  });

  it("answers 404 where no route does", () => {
    const site = { ...examSite, routes: [applicationRoute("/api/")] };
    const content = file({ ...minimal, sites: [site] }, "sites/exam.conf");
    assert.match(content, /location \/ \{\n {4}return 404;\n {2}\}\n\}\n$/);
  });

  it("leaves 443 out of addresses and names any other port to browsers and applications", () => {
    assert.match(file(minimal, "sites/exam.conf"), /return 301 https:\/\/\$host\$request_uri;/);
    const other = { ...minimal, publicHttpsPort: 9443 };
    assert.match(file(other, "sites/exam.conf"), /return 301 https:\/\/\$host:9443\$request_uri;/);
    assert.match(file(other, "common/proxy.conf"), /proxy_set_header Host \$host:9443;/);
    assert.match(file(other, "common/proxy.conf"), /X-Forwarded-Port 9443;/);
  });

  it("listens to X-Accel-Redirect only where files are protected", () => {
    const ignored = /proxy_ignore_headers X-Accel-Redirect/;
    assert.doesNotMatch(file(minimal, "sites/exam.conf"), ignored);
    assert.match(file({ ...minimal, sites: [shopSite] }, "sites/shop-2.conf"), ignored);
  });

  it("keeps the application's own policy while the site's only reports", () => {
    const hidden = /proxy_hide_header Content-Security-Policy;/;
    assert.match(file(minimal, "sites/exam.conf"), hidden);
    assert.doesNotMatch(file({ ...minimal, sites: [reportOnlySite] }, "sites/exam.conf"), hidden);
  });

  it("repeats the site's headers in each block that adds one of its own", () => {
    for (const [name, content] of Object.entries(renderNginx(minimal, "a"))) {
      for (const block of content.split(/^ *(?:location|server) .*\{$/m).slice(1)) {
        const ownHeader = /^ *add_header (?!X-Content-Type-Options|X-Frame|Referrer)/m.test(block);
        assert.ok(!ownHeader || /include .*headers\.conf;/.test(block), `${name}:\n${block}`);
      }
    }
  });

  it("waits at a reload as long as the slowest route that is no websocket", () => {
    assert.match(file(minimal, "main.conf"), /worker_shutdown_timeout 300s;/);
    const shop = { ...minimal, sites: [shopSite] };
    assert.match(file(shop, "main.conf"), /worker_shutdown_timeout 60s;/);
  });

  it("declares one rate zone per site and rate", () => {
    const limited = { rateLimit: { requestsPerMinute: 5, burst: 0 } };
    const routes = [applicationRoute("/a", limited), applicationRoute("/b", limited)];
    const content = file({ ...minimal, sites: [{ ...examSite, routes }] }, "main.conf");
    assert.equal(content.match(/limit_req_zone/g)?.length, 1);
    assert.match(content, /zone=rate_exam_5:10m rate=5r\/m;/);
  });

  it("escapes the title and speaks the site's language", () => {
    const site = { ...examSite, title: '<b>"A" & B</b>' };
    const page = file({ ...minimal, sites: [site] }, "pages/exam/404.html");
    assert.match(page, /&lt;b&gt;&quot;A&quot; &amp; B&lt;\/b&gt;/);
    assert.match(page, /<html lang="fr">/);
    assert.match(file({ ...minimal, sites: [shopSite] }, "pages/shop-2/404.html"), /lang="en"/);
  });

  it("allows the style of the pages by its hash, and nothing else on them needs allowing", () => {
    const page = file(minimal, "pages/exam/404.html");
    const style = /<style>([\s\S]*)<\/style>/.exec(page)?.[1] ?? "";
    const hash = createHash("sha256").update(style).digest("base64");
    const policy = file(minimal, "sites/exam.page-headers.conf");
    assert.ok(policy.includes(`default-src 'none'; style-src 'sha256-${hash}'`));
    assert.doesNotMatch(page, /<script|<img|<link|style=|\bon\w+=/);
  });

  it("tells programs in the site's language, as JSON whose end is optional", () => {
    const pages = { fr: examSite, en: shopSite };
    for (const [language, site] of Object.entries(pages)) {
      const spec = { ...minimal, sites: [site] };
      const name = `pages/${site.application}/maintenance.json`;
      const printed = file(spec, name)
        .replace(/<!--# (?:if|endif).*?-->/g, "")
        .replace(/<!--# echo.*?-->/g, "x");
      const answer = JSON.parse(printed) as Record<string, string>;
      assert.deepEqual(Object.keys(answer), ["status", "message", "until", "reference"]);
      assert.match(answer.message ?? "", language === "fr" ? /mise à jour/ : /being updated/);
    }
  });

  it("gives each state of an upstream variables for all that the site reads", () => {
    const states = [
      { state: "open", aliases: aliasesFor(shopSite) },
      { state: "starting" },
      { state: "maintenance", retryAfterSeconds: 120 },
    ] as const;
    const defined = states.map((state) =>
      [...renderUpstream(shopSite, state).matchAll(/^map \S+ (\$\w+)/gm)].map(([, name]) => name),
    );
    const site = file({ ...minimal, sites: [shopSite] }, "sites/shop-2.conf");
    const read = [...site.matchAll(/\$(?:alias|closed|retry_after)_\w+/g)].map(([name]) => name);
    for (const names of defined) {
      for (const name of read) assert.ok(names.includes(name), name);
    }
    assert.equal(new Set(read).size, 4);
  });
});

import assert from "node:assert/strict";

import type { Configuration } from "../../../../policies/shared/configuration/configuration";
import { uploadsOf } from "../../../../policies/shared/configuration/uploads";
import { isPlain, isTls, refusesHandshake } from "../../../../policies/shared/nginx/listen";
import { type Directive, parseNginx } from "../../../../policies/shared/nginx/parse";
import type { Scope } from "../../../../policies/shared/nginx/scope";
import { eachServer } from "../../../../policies/shared/nginx/servers";
import { asInPreview, isUnknownValue, unknownText } from "../support/unknown";

const proxy = [{ label: "palier.component", value: "proxy" }];

/** A configuration of these files, as a container gets them. */
function files(texts: Readonly<Record<string, string>>): Configuration {
  const uploads = Object.entries(texts).map(([file, content]) => ({ file, content }));
  return uploadsOf(asInPreview({ uploads, labels: proxy }));
}

/** What is said of each server; a list that ends with "unknown" where something could not be read. */
function servers(configuration: Configuration, say: (server: Scope) => string): string[] {
  const said: string[] = [];
  try {
    eachServer(configuration, (server) => said.push(say(server)));
  } catch (error) {
    if (!isUnknownValue(error)) throw error;
    said.push("unknown");
  }
  return said;
}

function shown({ name, parameters, body }: Directive): string {
  const head = [name, ...parameters].join("|");
  return body === undefined ? head : `${head}{${body.map(shown).join(",")}}`;
}

describe("the reader of nginx's configuration", () => {
  for (const [what, text, expected] of [
    ["directives and blocks", "a 1 2;\nb x { c; d { e; } }", ["a|1|2", "b|x{c,d{e}}"]],
    ["comments", "# a;\na; # b {\nb;", ["a", "b"]],
    ["quotes of both kinds", `a "b; c {" 'd "e"' "f \\" g";`, ['a|b; c {|d "e"|f " g']],
    ["texts over several lines", "a 'b'\n'c';", ["a|b|c"]],
    ["variables in braces", "return 301 https://${host}/a;", ["return|301|https://${host}/a"]],
    ["escaped characters", "location ~ \\.php$ { a \\{; }", ["location|~|\\.php${a|\\{}"]],
    ["a hash inside of a word", "a b#c;", ["a|b#c"]],
    ["quotes inside of a word", `a b"c;`, ['a|b"c']],
    ["a last directive without its end", "a; b c", ["a", "b|c"]],
    ["a block without its end", "a { b;", ["a{b}"]],
    ["nothing behind a brace too many", "a; } b;", ["a"]],
    ["nothing", "", []],
    ["a quote without its end", "a; 'b", ["a", "'b"]],
  ] as const) {
    it(`reads ${what}`, () => {
      assert.deepEqual(parseNginx(text).map(shown), expected);
    });
  }

  it("counts lines", () => {
    const [, block] = parseNginx("a\n 'x\ny';\n\n# c\nb {\n\n  c; }");
    assert.equal(block?.line, 6);
    assert.equal(block.body?.[0]?.line, 8);
  });
});

function say(server: Scope): string {
  return server.inForce("a").flat().join();
}

describe("the servers of nginx's configuration", () => {
  const site = "server { listen 80; server_name x; }";

  it("are found in a file of their own and in its http block", () => {
    const configuration = files({
      "/etc/nginx/nginx.conf": `events {} stream { server { listen 1; } } http {\n ${site} }`,
      "/etc/nginx/conf.d/site.conf": site,
      "/etc/nginx/sites-enabled/default": site,
      "/etc/nginx/templates/x.conf.template": site,
      "/srv/site/index.html": site,
    });
    assert.deepEqual(
      servers(configuration, ({ place }) => place),
      [
        "/etc/nginx/nginx.conf, line 2",
        "/etc/nginx/conf.d/site.conf, line 1",
        "/etc/nginx/sites-enabled/default, line 1",
        "/etc/nginx/templates/x.conf.template, line 1",
      ],
    );
  });

  for (const [what, pattern, path, found] of [
    ["the whole path", "/etc/nginx/a/site.conf", "/etc/nginx/a/site.conf", true],
    ["a pattern", "/etc/nginx/a/*.conf", "/etc/nginx/a/site.conf", true],
    ["a pattern with one character", "a/sit?.conf", "/etc/nginx/a/site.conf", true],
    ["a path below nginx's folder", "a/site.conf", "/etc/nginx/a/site.conf", true],
    ["the end of the path, for a volume", "/etc/palier/nginx/a/site.conf", "a/site.conf", true],
    ["another folder", "/etc/nginx/b/*.conf", "/etc/nginx/a/site.conf", false],
    ["a folder above", "/nginx/a/site.conf", "/etc/nginx/a/site.conf", false],
    ["a folder below", "/etc/nginx/*.conf", "/etc/nginx/a/site.conf", false],
    ["a dot that is none", "/etc/nginx/a/site.conf", "/etc/nginx/a/sitexconf.conf", false],
    ["another end of the path", "/etc/palier/b/site.conf", "a/site.conf", false],
  ] as const) {
    it(`have what ${found ? "is" : "is not"} included by ${what}`, () => {
      const main = `http { server_tokens off; include ${pattern}; }`;
      const configuration = files({
        "/etc/nginx/nginx.conf": main,
        [path]: site,
      });
      const expected = found ? "off" : "";
      assert.deepEqual(
        servers(configuration, (server) => server.inForce("server_tokens").flat().join()),
        [expected],
      );
    });
  }

  it("are of no interest behind the proxy", () => {
    const uploads = [{ file: "/etc/nginx/nginx.conf", content: site }];
    assert.deepEqual(servers(uploadsOf(asInPreview({ uploads })), say), []);
  });

  it("bear files that include each other", () => {
    const configuration = files({
      "/etc/nginx/nginx.conf": `http { include a.conf; ${site} }`,
      "/etc/nginx/a.conf": "include b.conf; a 1;",
      "/etc/nginx/b.conf": "include a.conf; b 1;",
    });
    assert.deepEqual(
      servers(configuration, (server) => server.parameters.join()),
      [""],
    );
  });

  it("inherit a directive from the nearest block that has any of that name", () => {
    const configuration = files({
      "/etc/nginx/nginx.conf":
        "a main; http { a http; b http; c http; server { b server; location / { c location; } } }",
    });
    const said = servers(configuration, (server) => {
      const found: string[] = [];
      server.eachBlock((location) => {
        found.push(...["a", "b", "c", "d"].map((name) => location.inForce(name).flat().join()));
        found.push(
          String(location.has("b")),
          String(location.isInForce("b", ([x]) => x === "http")),
        );
      });
      return found.join(" ");
    });
    assert.deepEqual(said, ["http server location  false false"]);
  });

  it("listen as their parameters say", () => {
    const listening = (...lines: readonly string[]): string => {
      const text = `server { ${lines.join(" ")} }`;
      const [said = ""] = servers(files({ "/etc/nginx/nginx.conf": text }), (server) =>
        [isTls(server) && "tls", isPlain(server) && "plain", refusesHandshake(server) && "refuses"]
          .filter(Boolean)
          .join(" "),
      );
      return said;
    };
    assert.equal(listening(), "plain");
    assert.equal(listening("listen 80;", "listen [::]:80;"), "plain");
    assert.equal(listening("listen 443 ssl http2;"), "tls");
    assert.equal(listening("listen 443 quic;"), "tls");
    assert.equal(listening("listen 443 ssl;", "listen 80;"), "tls plain");
    assert.equal(listening("listen 443 ssl;", "ssl_reject_handshake on;"), "tls refuses");
    assert.equal(listening("listen 443 ssl;", "ssl_reject_handshake off;"), "tls");
    for (const own of ["127.0.0.1:80", "[::1]:80", "localhost:80", "unix:/run/nginx.sock"])
      assert.equal(listening(`listen ${own};`), "");
    assert.equal(listening("listen 127.0.0.1:80;", "listen 1.2.3.4:80;"), "plain");
  });
});

describe("what is not known of nginx's configuration", () => {
  const main = "/etc/nginx/nginx.conf";

  it("counts for a server on its own that may be included by it", () => {
    const configuration = files({ [main]: unknownText, "/etc/nginx/conf.d/a.conf": "server {}" });
    assert.deepEqual(servers(configuration, say), ["unknown"]);
  });

  it("does not count where a nearer block decides", () => {
    const configuration = files({
      [main]: unknownText,
      "/etc/nginx/conf.d/a.conf": "server { a 1; }",
    });
    assert.deepEqual(servers(configuration, say), ["1", "unknown"]);
  });

  it("does not count for a server in a whole configuration", () => {
    const configuration = files({
      [main]: "http { server { } }",
      "/etc/nginx/b.conf": unknownText,
    });
    assert.deepEqual(servers(configuration, say), ["", "unknown"]);
  });

  it("counts where it is included", () => {
    const text = "http { include b.conf; server { listen 80; } server { a 1; include c.conf; } }";
    const configuration = files({ [main]: text, "/etc/nginx/b.conf": unknownText });
    assert.deepEqual(servers(configuration, say), ["1", "unknown"]);
    const other = (server: Scope): string => String(server.has("listen"));
    assert.deepEqual(servers(configuration, other), ["true", "false", "unknown"]);
  });

  it("counts for a file that may be the one that is included", () => {
    const text = "http { server { include mime.types; include c.conf; } server { a 1; } }";
    const configuration = files({ [main]: text, [unknownText]: "a 2;" });
    assert.deepEqual(servers(configuration, say), ["1", "unknown"]);
  });
});

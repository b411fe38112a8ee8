import {
  configured as placed,
  filled,
  operation,
  proxied,
  uploaded,
  unknownFiles,
} from "../support/configurations";
import type { Sample, Samples } from "../support/samples";
import { unknownText } from "../support/unknown";

const suites = [
  "ECDHE-ECDSA-AES128-GCM-SHA256",
  "ECDHE-RSA-AES128-GCM-SHA256",
  "ECDHE-ECDSA-AES256-GCM-SHA384",
  "ECDHE-RSA-AES256-GCM-SHA384",
  "ECDHE-ECDSA-CHACHA20-POLY1305",
  "ECDHE-RSA-CHACHA20-POLY1305",
].join(":");
const tls = {
  protocols: "ssl_protocols TLSv1.2 TLSv1.3;",
  ciphers: `ssl_ciphers ${suites};`,
  curves: "ssl_ecdh_curve X25519MLKEM768:X25519:prime256v1:secp384r1;",
};
const redirect = "return 301 https://$host$request_uri;";
const page = "location / { proxy_pass http://app; }";

/** Files of a proxy with these servers and these settings of TLS. */
function files(servers: string, settings: Partial<typeof tls> = {}) {
  const common = Object.values({ ...tls, ...settings }).join("\n");
  return {
    "nginx.conf": `http {\n include /etc/nginx/tls.conf;\n ${servers}\n}`,
    "tls.conf": common,
  };
}
const site = (body = page): string => `server { listen 443 ssl; ${body} }`;
const plain = (body: string): string => `server { listen 80; ${body} }`;
const secure = (settings: Partial<typeof tls>): Sample => proxied(files(site(), settings));
const open = (body: string): Sample => proxied(files(plain(body)));

const versions = /nginx\.conf, line 3: does not restrict the versions of TLS; write "ssl_protocols/;
const weak =
  /accepts weak cipher suites; write "ssl_ciphers ECDHE-ECDSA-AES128-GCM-SHA256:[\w:-]+;"/;
const other = /accepts other curves than/;
const answered = /nginx\.conf, line 3: answers plain HTTP; write "return 301/;
const old = { protocols: "ssl_protocols TLSv1 TLSv1.2;" };

export const samples: Samples = {
  levels: "- M M M",
  compliant: {
    "TLS as the guideline says": proxied(files(`${site()}\n${plain(redirect)}`)),
    "TLS 1.3 alone, which needs no list of suites": secure({
      protocols: "ssl_protocols TLSv1.3;",
      ciphers: "",
    }),
    "TLS 1.2 alone": secure({ protocols: "ssl_protocols TLSv1.2;" }),
    "what is refused besides, and suites of TLS 1.3": secure({
      ciphers: `ssl_ciphers !aNULL:${suites}:TLS_AES_128_GCM_SHA256;`,
    }),
    "curves of the library": secure({ curves: "" }),
    "curves that the library chooses": secure({ curves: "ssl_ecdh_curve auto;" }),
    "a server that overrules worse settings": proxied(
      files(site(Object.values(tls).join(" ")), old),
    ),
    "worse settings of one that never answers": proxied(
      files("server { listen 443 ssl default_server; ssl_reject_handshake on; }", old),
    ),
    "a redirect of everything but challenges": open(
      `location /.well-known/acme-challenge/ { root /srv/acme; } location / { ${redirect} }`,
    ),
    "challenges without the last slash": open(
      `location /.well-known/acme-challenge { root /srv/acme; } location / { ${redirect} }`,
    ),
    "challenges in a file": open(
      `location = /.well-known/pki-validation/a.txt { root /srv; } location / { ${redirect} }`,
    ),
    "redirects of the other kinds": proxied(
      files(
        [302, 307, 308].map((status) => plain(`return ${status} https://example.org;`)).join("\n"),
      ),
    ),
    "a rewrite": open("rewrite ^ https://$host$request_uri? permanent;"),
    "a refusal of names that are not served": open("location / { return 444; }"),
    "a block that is no location": open(`${redirect} if ($a) { set $b 1; }`),
    "a block beside the redirecting location": open(
      `if ($a) { set $b 1; } location / { ${redirect} }`,
    ),
    "probes from inside of the container": proxied(
      files(`server { listen 127.0.0.1:8081; ${page} }`),
    ),
    "a server behind the proxy": uploaded("web", {
      "/etc/nginx/conf.d/app.conf": plain(page),
    }),
    "the volume of a server behind the proxy": filled("web", { "nginx.conf": plain(page) }),
    "an operation that only reads": operation(
      { slots: { a: { "nginx.conf": plain(page) } } },
      "release",
    ),
    "a command that is none of ours": operation(
      { slots: { a: { "nginx.conf": plain(page) } } },
      "configure-proxy",
      { create: "configure-proxy" },
    ),
    "files of others in the input": operation({
      files: [{ path: "a.conf" }, "b", null],
      labels: 1,
    }),
    "an input that is none": operation("nginx.conf"),
    "an input that says nothing": operation("null"),
    "an exemption of the proxy": placed(files(plain(page)), {
      "palier.exempt.require-intermediate-tls": "until 2026-07-01: replaced in June",
    }),
    "an input that is not known, with files of others": unknownFiles(
      "cache",
      "redis.conf",
      "users.acl",
    ),
  },
  violating: {
    "nothing said": [secure({ protocols: "", ciphers: "", curves: "" }), /TLS|suites/, 2],
    "an old version": [secure(old), versions],
    "no versions": [secure({ protocols: "" }), versions],
    "an old version at the server": [
      proxied(files(site(`ssl_protocols SSLv3 TLSv1.3; ${page}`))),
      versions,
    ],
    "no list of suites": [secure({ ciphers: "" }), weak],
    "weak suites": [secure({ ciphers: "ssl_ciphers HIGH:!aNULL:!MD5;" }), weak],
    "one suite more": [
      secure({ ciphers: `ssl_ciphers ${suites}:DHE-RSA-AES128-GCM-SHA256;` }),
      weak,
    ],
    "refusals alone": [secure({ ciphers: "ssl_ciphers !aNULL;" }), weak],
    "TLS 1.2 beside 1.3 without suites": [
      secure({ protocols: "ssl_protocols TLSv1.3 TLSv1.2;", ciphers: "" }),
      weak,
    ],
    "another curve": [secure({ curves: "ssl_ecdh_curve X25519:secp521r1;" }), other],
    "pages in plain HTTP": [open(page), answered],
    "a file beside the redirect": [
      open(`location / { ${redirect} } location /a { root /srv; }`),
      answered,
    ],
    "a challenge as a pretext": [
      open(`location / { ${redirect} } location /.well-known/acme-challenge-x { root /srv; }`),
      answered,
    ],
    "another well-known file": [
      open(`location / { ${redirect} } location /.well-known/x { root /srv; }`),
      answered,
    ],
    "a redirect of the first page alone": [open(`location = / { ${redirect} }`), answered],
    "a redirect of one folder": [open(`location /a { ${redirect} }`), answered],
    "a redirect to plain HTTP": [open("return 301 http://example.org;"), answered],
    "a rewrite to plain HTTP": [open("rewrite ^ http://example.org permanent;"), answered],
    "a rewrite to another page": [open("rewrite ^ /a;"), answered],
    "an answer": [open("return 200 https://example.org;"), answered],
    "a status that is no redirect": [open("return 304 https://example.org;"), answered],
    "an answer of its own with a long number": [open("return 4040;"), answered],
    "nothing but the server": [open(""), answered],
    "a server without a port": [proxied(files("server { }")), answered],
    "a container that publishes ports, whatever it is": [
      uploaded("web", { "/etc/nginx/conf.d/app.conf": plain(page) }, { ports: [{ internal: 80 }] }),
      /app\.conf, line 1: answers plain HTTP/,
    ],
    "a file of another encoding": [
      uploaded(
        "proxy",
        {},
        {
          uploads: [
            {
              file: "/etc/nginx/nginx.conf",
              contentBase64: Buffer.from(plain(page)).toString("base64"),
            },
          ],
        },
      ),
      /nginx\.conf, line 1: answers plain HTTP/,
    ],
    "an exemption that has expired": [
      placed(files(plain(page)), {
        "palier.exempt.require-intermediate-tls": "until 2026-05-01: replaced in April",
      }),
      answered,
    ],
    "several servers": [
      proxied(files(`${site("ssl_ciphers RC4;")}\n${plain("location / { root /srv/hunter2; }")}`)),
      /suites|plain HTTP/,
      2,
    ],
  },
  decisive: ["uploads.contentBase64", "uploads.file"],
  postponed: {
    "an input that is not known, by the names of its files": unknownFiles("proxy", "nginx.conf"),
    "an input that is not known": operation(unknownText),
    "a file that is not known": uploaded("proxy", { "/etc/nginx/nginx.conf": unknownText }),
  },
};

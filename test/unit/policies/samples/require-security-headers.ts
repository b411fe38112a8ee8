import { configured as placed, proxied, uploaded, unknownFiles } from "../support/configurations";
import { configured, type Sample, type Samples } from "../support/samples";

const headers = {
  hsts: 'add_header Strict-Transport-Security "max-age=63072000; includeSubDomains" always;',
  policy: `add_header Content-Security-Policy "default-src 'self'" always;`,
  sniffing: "add_header X-Content-Type-Options nosniff always;",
  frames: "add_header X-Frame-Options DENY always;",
  referrer: "add_header Referrer-Policy strict-origin-when-cross-origin always;",
};
const all = "include /etc/nginx/headers.conf;";
const page = "location / { proxy_pass http://app; }";

/** Files of a proxy with this server and these headers. */
function files(server: string, changes: Partial<typeof headers> = {}) {
  return {
    "nginx.conf": `http {\n ${server}\n}`,
    "headers.conf": Object.values({ ...headers, ...changes }).join("\n"),
  };
}
const site = (body: string): Sample => proxied(files(`server { listen 443 ssl; ${body} }`));
const sent = (changes: Partial<typeof headers>): Sample =>
  proxied(files(`server { listen 443 ssl; ${all} ${page} }`, changes));
const frames = `add_header Content-Security-Policy "frame-ancestors 'none'" always;`;
const reporting = {
  policy: `add_header Content-Security-Policy-Report-Only "default-src 'self'" always;`,
};

const lacks = (name: string): RegExp =>
  new RegExp(
    `nginx\\.conf, line 2: sends no sufficient ${name}; write .+, with "always", and include`,
  );
const hsts = lacks("Strict-Transport-Security");
const policy = lacks("Content-Security-Policy");
const referrer = lacks("Referrer-Policy");
const nothing = /sends no sufficient [A-Z]/;

export const samples: Samples = {
  levels: "- M M M",
  compliant: {
    "all headers": sent({}),
    "spelt otherwise": sent({
      hsts: 'add_header strict-transport-security "includeSubDomains; Max-Age=63072000" always;',
      sniffing: "add_header X-Content-Type-Options NoSniff always;",
      frames: "add_header X-Frame-Options sameorigin always;",
    }),
    "a number in quotes": sent({
      hsts: `add_header Strict-Transport-Security 'max-age="63072001"' always;`,
    }),
    "frames by the policy": sent({ policy: frames, frames: "" }),
    "headers of the http block": proxied(files(`${all} server { listen 443 ssl; ${page} }`)),
    "headers repeated beside one of a location": site(
      `${all} location / { ${all} add_header Cache-Control no-store; location /a { ${page} } }`,
    ),
    "plain HTTP, where browsers ignore them": proxied(files("server { listen 80; return 444; }")),
    "a server that never answers": proxied(
      files("server { listen 443 ssl; ssl_reject_handshake on; }"),
    ),
    "a server behind the proxy": uploaded("web", {
      "/etc/nginx/conf.d/app.conf": "server { listen 443 ssl; }",
    }),
    "an hour where the tier asks for no more": configured(
      { hstsSeconds: 3600 },
      placed(
        files(`server { listen 443 ssl; ${all} }`, {
          hsts: 'add_header Strict-Transport-Security "max-age=3600" always;',
        }),
      ),
    ),
    "a policy that reports where that is enough": configured(
      { acceptReportOnly: true },
      placed(files(`server { listen 443 ssl; ${all} }`, reporting)),
    ),
    "an input that is not known, with files of others": unknownFiles(
      "cache",
      "redis.conf",
      "users.acl",
    ),
  },
  violating: {
    "no header": [site(page), nothing, 5],
    "no time": [sent({ hsts: "" }), hsts],
    "a short time": [
      sent({ hsts: 'add_header Strict-Transport-Security "max-age=63071999" always;' }),
      hsts,
    ],
    "a time of something else": [
      sent({ hsts: 'add_header Strict-Transport-Security "x-max-age=63072000" always;' }),
      hsts,
    ],
    "a time without a number": [
      sent({ hsts: "add_header Strict-Transport-Security $hunter2 always;" }),
      hsts,
    ],
    "no policy": [sent({ policy: "" }), policy],
    "an empty policy": [sent({ policy: 'add_header Content-Security-Policy "" always;' }), policy],
    "a policy that only reports": [sent(reporting), policy],
    "no policy at all where one that reports is enough": [
      configured(
        { acceptReportOnly: true },
        placed(files(`server { listen 443 ssl; ${all} }`, { policy: "" })),
      ),
      policy,
    ],
    "no word on sniffing": [sent({ sniffing: "" }), lacks("X-Content-Type-Options")],
    "another word on sniffing": [
      sent({ sniffing: "add_header X-Content-Type-Options sniff always;" }),
      lacks("X-Content-Type-Options"),
    ],
    "no word on frames": [sent({ frames: "" }), lacks("X-Frame-Options")],
    "frames of one other site": [
      sent({ frames: 'add_header X-Frame-Options "allow-from https://example.org" always;' }),
      lacks("X-Frame-Options"),
    ],
    "frames of everybody": [
      sent({
        policy: 'add_header Content-Security-Policy "frame-ancestors *" always;',
        frames: "",
      }),
      lacks("X-Frame-Options"),
    ],
    "no word on referrers": [sent({ referrer: "" }), referrer],
    "an empty word on referrers": [
      sent({ referrer: 'add_header Referrer-Policy "" always;' }),
      referrer,
    ],
    "whole referrers": [
      sent({ referrer: "add_header Referrer-Policy unsafe-url always;" }),
      referrer,
    ],
    "whole referrers between secure sites": [
      sent({ referrer: "add_header Referrer-Policy no-referrer-when-downgrade always;" }),
      referrer,
    ],
    "a header of good answers only": [
      sent({ sniffing: "add_header X-Content-Type-Options nosniff;" }),
      lacks("X-Content-Type-Options"),
    ],
    "a location with a header of its own": [
      site(`${all} location / { add_header Cache-Control no-store; }`),
      nothing,
      5,
    ],
    "a location in one without": [
      site(`${all} location / { location /a { add_header Cache-Control no-store; } }`),
      nothing,
      5,
    ],
    "a location in one that repeats them": [
      site(`${all} location / { ${all} location /a { add_header Cache-Control no-store; } }`),
      nothing,
      5,
    ],
    "a condition with a header of its own": [
      site(`${all} location / { if ($a) { ${Object.values(headers).slice(1).join(" ")} } }`),
      hsts,
    ],
    "a server of a container that publishes ports": [
      uploaded(
        "web",
        { "/etc/nginx/conf.d/app.conf": "server { listen 443 ssl; }" },
        { ports: [{ internal: 443 }] },
      ),
      nothing,
      5,
    ],
  },
  decisive: ["uploads.file"],
  postponed: {
    "an input that is not known, by the names of its files": unknownFiles("proxy", "nginx.conf"),
  },
};

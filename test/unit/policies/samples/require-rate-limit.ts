import { proxied, uploaded, unknownFiles } from "../support/configurations";
import { both } from "../support/resources";
import { configured, type Sample, type Samples } from "../support/samples";
import { unknownText } from "../support/unknown";

const zone = (rate: string, name = "login"): string =>
  `limit_req_zone $binary_remote_addr zone=${name}:10m rate=${rate};`;
const limit = "limit_req zone=login burst=20 nodelay;";
const pass = "proxy_pass http://app;";
const login = `location /login/ { ${limit} ${pass} }`;

/** A proxy with this in its server, and a zone with this rate. */
function site(body: string, rate = "30r/m"): Sample {
  return proxied({
    "nginx.conf": `http {\n ${zone(rate)}\n server { listen 443 ssl; ${body} }\n}`,
  });
}
const variable = (entry: string): Sample => both({ envs: ["DEBUG=false", entry] });

const guessed = /nginx\.conf, line 3: lets passwords be guessed; write "limit_req" with at most 60/;
const unlimited = /conf, line \d: limits no requests at all; write "limit_req"/;
const off = /variable \S+ switches limits off; write true/;

export const samples: Samples = {
  levels: "- A M M",
  compliant: {
    "a limited login": site(`location / { ${pass} } ${login}`),
    "limits of the application": variable("RATELIMIT_ENABLE=true"),
    "no word about limits": both({ envs: ["DEBUG=false", "RATELIMIT_LIFETIME=0"] }),
    "a limit of the whole site": site(
      `${limit} location / { ${pass} location /login/ { ${pass} } }`,
    ),
    "a limited location around a condition": site(
      `location /login/ { ${limit} if ($a) { ${pass} } }`,
    ),
    "a whole minute's worth": site(login, "1r/s"),
    "exactly as many": site(login, "60r/m"),
    "a zone that is declared elsewhere": site(
      `location /login/ { limit_req zone=other; ${pass} }`,
      "600r/m",
    ),
    "a login that is only a file": site(
      `location /login/ { root /srv; } location / { return 404; }`,
    ),
    "a redirect": site("location / { return 301 https://example.org; }"),
    "a server behind the proxy": uploaded("web", {
      "/etc/nginx/conf.d/app.conf": `server { location / { ${pass} } }`,
    }),
    "another word that the tier names": configured(
      { words: ["entry"], requestsPerMinute: 100 },
      uploaded("proxy", {
        "/etc/nginx/nginx.conf": `${zone("100r/m")} server { location /login { ${pass} } location /entry { ${limit} ${pass} } }`,
      }),
    ),
    "a try": site(`limit_req_dry_run off; ${login}`),
    "an input that is not known, with files of others": unknownFiles(
      "cache",
      "redis.conf",
      "users.acl",
    ),
  },
  violating: {
    "a login without a limit": [
      site(
        `location / { ${limit} location /a/login { limit_req zone=x; ${pass} } } location /Login/ { ${pass} }`,
      ),
      guessed,
    ],
    ...Object.fromEntries(
      ["signin", "sign-in", "connexion", "password", "token"].map((word) => [
        `a path with ${word}`,
        [
          site(`location / { ${limit} ${pass} } location ~ ^/${word} { ${pass} }`),
          guessed,
        ] as const,
      ]),
    ),
    ...Object.fromEntries(
      ["fastcgi_pass", "grpc_pass", "scgi_pass", "uwsgi_pass"].map((name) => [
        `a login behind ${name}`,
        [
          site(`location /a { ${limit} ${pass} } location /login { ${name} app; }`),
          guessed,
        ] as const,
      ]),
    ),
    "a login in a condition": [
      site(`location / { ${limit} ${pass} } location /login { if ($a) { ${pass} } }`),
      guessed,
    ],
    "a login in a login": [
      site(
        `location /login { ${limit} ${pass} location /login/a { ${pass} limit_req_dry_run on; } }`,
      ),
      guessed,
    ],
    "a limit that allows too much": [site(login, "61r/m"), guessed],
    "a limit by the second": [site(login, "2r/s"), guessed],
    "a limit that is only counted": [site(`limit_req_dry_run on; ${login}`), /guessed|at all/, 2],
    "no limit anywhere": [site(`location / { ${pass} }`), unlimited],
    "a limit elsewhere only": [
      site(`location /a { ${limit} return 404; } location / { ${pass} }`),
      unlimited,
    ],
    "a container that publishes ports": [
      uploaded(
        "web",
        { "/etc/nginx/conf.d/site.conf": `server { location / { ${pass} } }` },
        { ports: [{ internal: 80 }] },
      ),
      unlimited,
    ],
    "limits of the application that are off": [variable("RATELIMIT_ENABLE=false"), off],
    "the same in another spelling": [variable("RATE_LIMIT_ENABLED=Off"), off],
    "the same in a third spelling": [variable("RATELIMITING_ENABLED=0"), off],
  },
  besideUnknown: {
    "limits of the application": both({ envs: [unknownText, "RATELIMIT_ENABLE=false"] }),
  },
  postponed: {
    "an input that is not known, by the names of its files": unknownFiles("proxy", "nginx.conf"),
  },
};

import { configurationPolicy } from "../shared/configuration/policy";
import { isTls, refusesHandshake } from "../shared/nginx/listen";
import type { Scope } from "../shared/nginx/scope";
import { eachServer } from "../shared/nginx/servers";
import { each, judgeAll } from "../shared/unknown";

/** Parameters of the policy. */
interface Config {
  /** Least time for which browsers insist on HTTPS. */
  readonly hstsSeconds: number;
  /** Whether a Content-Security-Policy that only reports is enough. */
  readonly acceptReportOnly: boolean;
}

/** Whether a block sends a header, named in small letters, with a value that is enough. */
type Sends = (name: string, fulfils: (value: string) => boolean) => boolean;

/** What a header is called in a message, what is enough of it, and whether a block sends that. */
type Rule = readonly [
  what: string,
  enough: (config: Config) => string,
  isSent: (sends: Sends, config: Config) => boolean,
];

const policy = "content-security-policy";

const rules: readonly Rule[] = [
  [
    "Strict-Transport-Security",
    ({ hstsSeconds }) => `"max-age=${hstsSeconds}", by palier:proxy.hsts.maxAgeSeconds`,
    (sends, { hstsSeconds }) =>
      sends("strict-transport-security", (value) => {
        const [, seconds = "0"] = /(?:^|[;\s])max-age="?(\d+)/.exec(value) ?? [];
        return Number(seconds) >= hstsSeconds;
      }),
  ],
  [
    "Content-Security-Policy",
    () => "a policy that is in force and does not only report",
    (sends, { acceptReportOnly }) =>
      sends(policy, isSaid) || (acceptReportOnly && sends(`${policy}-report-only`, isSaid)),
  ],
  [
    "X-Content-Type-Options",
    () => "nosniff",
    (sends) => sends("x-content-type-options", is("nosniff")),
  ],
  [
    "X-Frame-Options",
    () => 'DENY or SAMEORIGIN, or "frame-ancestors" in the policy',
    (sends) =>
      sends("x-frame-options", is("deny", "sameorigin")) ||
      sends(policy, (value) => /frame-ancestors (?!\*)/.test(value)),
  ],
  [
    "Referrer-Policy",
    () => "strict-origin-when-cross-origin",
    (sends) =>
      sends(
        "referrer-policy",
        (value) => isSaid(value) && !/unsafe-url|when-downgrade/.test(value),
      ),
  ],
];

/**
 * Browsers protect a page only as far as its headers ask for it. Judges the text that nginx reads and not the
 * settings that it is made from: a block that adds one header loses all of those around it, and only the
 * text shows that.
 */
export const requireSecurityHeaders = configurationPolicy<Config>(
  {
    name: "require-security-headers",
    description: "Every answer of the proxy carries the headers by which browsers protect a page.",
    severity: "high",
    anchor: "OWASP HTTP headers, RFC 6797",
    remediation:
      'Put the headers into a file of their own, each with "always", and include it in the server and in every ' +
      "block that adds a header: nginx inherits headers only into blocks that add none.",
    configSchema: {
      properties: {
        hstsSeconds: {
          type: "integer",
          default: 63_072_000,
          description: "Least max-age of Strict-Transport-Security, in seconds.",
        },
        acceptReportOnly: {
          type: "boolean",
          default: false,
          description: "Whether a Content-Security-Policy that only reports is enough.",
        },
      },
    },
  },
  [],
  ({ config, eachConfiguration }) => {
    eachConfiguration((configuration, report) => {
      eachServer(configuration, (server) => {
        if (!isTls(server) || refusesHandshake(server)) return;
        judgeBlock(server, config, report);
      });
    });
  },
);

/** A block without headers of its own has those around it, which are judged there. */
function judgeBlock(block: Scope, config: Config, report: (problem: string) => void): void {
  judgeAll([
    () => {
      if (block.name === "server" || block.has("add_header")) judgeHeaders(block, config, report);
    },
    () => {
      block.eachBlock((inner) => {
        judgeBlock(inner, config, report);
      });
    },
  ]);
}

function judgeHeaders(block: Scope, config: Config, report: (problem: string) => void): void {
  const sends: Sends = (name, fulfils) =>
    block.isInForce(
      "add_header",
      ([header = "", value = "", always]) =>
        header.toLowerCase() === name && always === "always" && fulfils(value.toLowerCase()),
    );
  each(rules, ([what, enough, isSent]) => {
    if (isSent(sends, config)) return;
    report(
      `${block.place}: sends no sufficient ${what}; write ${enough(config)}, with "always", and include it in this block`,
    );
  });
}

function isSaid(value: string): boolean {
  return value !== "";
}

function is(...values: readonly string[]): (value: string) => boolean {
  return (value) => values.includes(value);
}

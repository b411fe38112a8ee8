import { configurationPolicy } from "../shared/configuration/policy";
import { isPlain, isTls, refusesHandshake } from "../shared/nginx/listen";
import type { Scope } from "../shared/nginx/scope";
import { eachServer } from "../shared/nginx/servers";
import { judgeAll, some } from "../shared/unknown";

type Report = (problem: string) => void;

const protocols = ["TLSv1.2", "TLSv1.3"];

/** Suites of TLS 1.2 that the guideline leaves; those of TLS 1.3 are all good and set elsewhere. */
const ciphers = [
  "ECDHE-ECDSA-AES128-GCM-SHA256",
  "ECDHE-RSA-AES128-GCM-SHA256",
  "ECDHE-ECDSA-AES256-GCM-SHA384",
  "ECDHE-RSA-AES256-GCM-SHA384",
  "ECDHE-ECDSA-CHACHA20-POLY1305",
  "ECDHE-RSA-CHACHA20-POLY1305",
];

const curves = ["auto", "X25519MLKEM768", "X25519", "prime256v1", "secp384r1"];

/** Challenges of certificate authorities come over plain HTTP. */
const challenges = /^\/\.well-known\/(?:acme-challenge|pki-validation)(?:\/|$)/;

/**
 * Judges the text that nginx reads and not the settings that it is made from: what the operation of the
 * proxy gets is that text, in both of its places, and only the text says what nginx will do.
 */
export const requireIntermediateTls = configurationPolicy(
  {
    name: "require-intermediate-tls",
    description:
      "The proxy speaks TLS as Mozilla's intermediate guideline says, and redirects plain HTTP.",
    severity: "high",
    anchor: "Mozilla Server Side TLS 6.0, intermediate",
    remediation:
      'Write "ssl_protocols TLSv1.2 TLSv1.3;", the six suites of the guideline and its curves into the "http" block, ' +
      'and answer plain HTTP with "return 301 https://$host$request_uri;".',
  },
  [],
  ({ eachConfiguration }) => {
    eachConfiguration((configuration, report) => {
      eachServer(configuration, (server) => {
        judgeAll([
          () => {
            if (isTls(server) && !refusesHandshake(server)) judgeTls(server, report);
          },
          () => {
            if (isPlain(server)) judgePlain(server, report);
          },
        ]);
      });
    });
  },
);

function judgeTls(server: Scope, report: Report): void {
  const list = (name: string): readonly string[] => server.inForce(name).flat();
  judgeAll([
    () => {
      const given = list("ssl_protocols");
      if (given.length === 0 || !given.every((one) => protocols.includes(one))) {
        report(
          `${server.place}: does not restrict the versions of TLS; write "ssl_protocols TLSv1.2 TLSv1.3;"`,
        );
      }
    },
    () => {
      if (list("ssl_protocols").join() === "TLSv1.3") return;
      // What is refused, and the suites of TLS 1.3, may stand there as well.
      const given = list("ssl_ciphers")
        .flatMap((one) => one.split(":"))
        .filter((one) => !/^(?:!|TLS_)/.test(one));
      if (given.length === 0 || !given.every((one) => ciphers.includes(one))) {
        report(
          `${server.place}: accepts weak cipher suites; write "ssl_ciphers ${ciphers.join(":")};"`,
        );
      }
    },
    () => {
      const given = list("ssl_ecdh_curve").flatMap((one) => one.split(":"));
      if (!given.every((one) => curves.includes(one))) {
        report(
          `${server.place}: accepts other curves than X25519MLKEM768, X25519, prime256v1 and secp384r1; leave them out of "ssl_ecdh_curve"`,
        );
      }
    },
  ]);
}

function judgePlain(server: Scope, report: Report): void {
  if (isClosed(server)) return;
  const problem = `${server.place}: answers plain HTTP; write "return 301 https://$host$request_uri;"`;
  const isRedirected = some((found) => {
    server.eachBlock((location) => {
      const [path = ""] = location.parameters.slice(-1);
      if (location.name !== "location" || challenges.test(path)) return;
      if (!isClosed(location)) report(problem);
      else if (path === "/" && location.parameters[0] !== "=") found();
    });
  });
  if (!isRedirected) report(problem);
}

/** Whether everything in a block is redirected to HTTPS or refused. */
function isClosed(block: Scope): boolean {
  const toTls = (address = ""): boolean => address.startsWith("https://");
  return (
    block.has("return", ([status = "", address]) =>
      /^30[1278]$/.test(status) ? toTls(address) : /^4\d\d$/.test(status),
    ) || block.has("rewrite", ([, address]) => toTls(address))
  );
}

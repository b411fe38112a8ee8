import { configurationPolicy } from "../shared/configuration/policy";
import { isOn } from "../shared/flag";
import type { Scope } from "../shared/nginx/scope";
import { eachServer } from "../shared/nginx/servers";
import { types } from "../shared/types";
import { judgeAll, some } from "../shared/unknown";
import { workloadOf } from "../shared/workload";

/** Parameters of the policy. */
interface Config {
  /** Words in a path behind which somebody may guess passwords. */
  readonly words: readonly string[];
  /** Most requests of one address in a minute. */
  readonly requestsPerMinute: number;
}

/** Directives that hand a request on to an application. */
const passes = ["fastcgi_pass", "grpc_pass", "proxy_pass", "scgi_pass", "uwsgi_pass"];

/** By which applications switch off limits of their own. */
const switches = /^RATE_?LIMIT(?:ING)?_ENABLED?$/;

/** Judges the text that nginx reads, in which a limit is inherited unless a block has one of its own. */
export const requireRateLimit = configurationPolicy<Config>(
  {
    name: "require-rate-limit",
    description: "Forms behind which passwords can be guessed take few requests a minute.",
    severity: "medium",
    anchor: "OWASP ASVS 2.2.1",
    remediation:
      'Write "limit_req" with a zone of "limit_req_zone" into the location of each login form, and leave the ' +
      "application's own limits on.",
    configSchema: {
      properties: {
        words: {
          type: "array",
          items: { type: "string" },
          default: ["login", "signin", "sign-in", "connexion", "password", "token"],
          description: "Words in a path behind which somebody may guess passwords.",
        },
        requestsPerMinute: {
          type: "integer",
          default: 60,
          description: "Most requests of one address in a minute on such a path.",
        },
      },
    },
  },
  [types.service],
  ({ type, inputs, config, report, eachConfiguration }) => {
    judgeAll([
      () => {
        workloadOf(type, inputs)?.eachVariable((variable) => {
          if (switches.test(variable.name) && !isOn(variable.value)) {
            report(`variable ${variable.name} switches limits off; write true`);
          }
        });
      },
      () => {
        eachConfiguration((configuration, tell) => {
          eachServer(configuration, (server) => {
            judgeServer(server, config, tell);
          });
        });
      },
    ]);
  },
);

function judgeServer(server: Scope, config: Config, report: (problem: string) => void): void {
  judgeAll([
    () => {
      eachPassing(server, "", (block, path) => {
        if (!config.words.some((word) => path.toLowerCase().includes(word))) return;
        if (!isLimited(block, config.requestsPerMinute)) {
          report(`${block.place}: lets passwords be guessed; ${advice(config)}`);
        }
      });
    },
    () => {
      const any = (fulfils: (block: Scope) => boolean): boolean =>
        some((found) => {
          eachPassing(server, "", (block) => {
            if (fulfils(block)) found();
          });
        });
      if (any(() => true) && !any((block) => isLimited(block, Infinity))) {
        report(`${server.place}: limits no requests at all; ${advice(config)}`);
      }
    },
  ]);
}

function advice({ requestsPerMinute }: Config): string {
  return `write "limit_req" with at most ${requestsPerMinute} requests a minute into the location of each login form`;
}

/** Visits the blocks that hand requests on, with the path of the location that they are in. */
function eachPassing(
  block: Scope,
  path: string,
  visit: (block: Scope, path: string) => void,
): void {
  block.eachBlock((inner) => {
    const own = inner.name === "location" ? inner.parameters.join(" ") : path;
    judgeAll([
      () => {
        if (passes.some((name) => inner.has(name))) visit(inner, own);
      },
      () => {
        eachPassing(inner, own, visit);
      },
    ]);
  });
}

function isLimited(block: Scope, requestsPerMinute: number): boolean {
  if (block.isInForce("limit_req_dry_run", ([value]) => value === "on")) return false;
  return block.isInForce("limit_req", (parameters) => {
    const zone = valueOf(parameters, "zone");
    const declared = block
      .inForce("limit_req_zone")
      .find((one) => valueOf(one, "zone").startsWith(`${zone}:`));
    // One that is declared elsewhere is not to be seen.
    return declared === undefined || perMinute(valueOf(declared, "rate")) <= requestsPerMinute;
  });
}

function valueOf(parameters: readonly string[], name: string): string {
  const given = parameters.find((parameter) => parameter.startsWith(`${name}=`));
  return given?.slice(name.length + 1) ?? "";
}

function perMinute(rate: string): number {
  return Number.parseInt(rate, 10) * (rate.endsWith("r/s") ? 60 : 1);
}

import { resourcePolicy } from "../shared/policy";
import { isSecretName, secretIn } from "../shared/secrets";
import { types } from "../shared/types";
import { each, eachKey, judgeAll } from "../shared/unknown";

/** Parameters of the policy. */
interface Config {
  /** How a command line may begin; plain words may follow. */
  readonly commands: readonly string[];
}

/** What a command of `@pulumi/command` is made of, local or remote. */
interface CommandInputs {
  readonly create?: string;
  readonly update?: string;
  readonly delete?: string;
  readonly interpreter?: readonly string[];
  readonly environment?: Readonly<Record<string, string>>;
  readonly logging?: string;
  readonly connection?: ConnectionInputs;
}

/** How a remote host is reached, perhaps through another. */
interface ConnectionInputs {
  readonly hostKey?: string;
  readonly proxy?: ConnectionInputs;
}

type Report = (problem: string) => void;

const dangers: readonly (readonly [what: string, form: RegExp])[] = [
  ["runs what it downloads", /\b(?:curl|wget)\b[^;]*\|\s*(?:sudo\s+)?(?:ba|da|z)?sh\b/],
  ["runs what it downloads", /(?:\$\(|<\(|`)\s*(?:curl|wget)\b/],
  [
    "may remove the whole disk",
    /\brm\s+(?:-\S+\s+)+["']?(?:\/|\$\{?\w+\}?["']?\/)\*?["']?(?:\s|;|$)/,
  ],
];

/** A command runs outside of any container with the rights of whoever deploys, and no preview shows what it does. */
export const restrictCommandResources = resourcePolicy<CommandInputs, Config>(
  {
    name: "restrict-command-resources",
    description: "A command resource runs an operation of the release, and shows no secret.",
    severity: "high",
    anchor: "CWE-78, CWE-532, OWASP CI/CD SEC-4",
    remediation:
      "Write an operation of the release (release/main.ts) and declare it with createOperation, which hands the input over through standard input.",
    configSchema: {
      properties: {
        commands: {
          type: "array",
          items: { type: "string" },
          default: ["node --require ./register.cjs release/main.ts"],
          description: "How a command line may begin; plain words may follow.",
        },
      },
    },
  },
  [types.localCommand, types.remoteCommand, types.copyToRemote],
  ({ inputs, config, report }) => {
    judgeAll([
      () => {
        each(["create", "update", "delete"] as const, (key) => {
          judgeLine(`"${key}"`, inputs[key] ?? "", config.commands, report);
        });
      },
      () => {
        if ((inputs.interpreter ?? []).length > 0) {
          report('chooses who reads its command line; leave "interpreter" out');
        }
      },
      () => {
        judgeEnvironment(inputs, report);
      },
      () => {
        judgeLogging(inputs, report);
      },
      () => {
        judgeConnection('"connection"', inputs.connection, report);
      },
    ]);
  },
);

function judgeLine(where: string, line: string, commands: readonly string[], report: Report): void {
  if (line === "") return;
  const danger = dangers.find(([, form]) => form.test(line));
  if (danger !== undefined) {
    report(`${where} ${danger[0]}; make it an operation of the release`);
  } else if (!commands.some((command) => isPlain(line, command))) {
    report(
      `${where} is not among the allowed commands; make it an operation of the release, ` +
        'or list how it begins under "commands"',
    );
  }
}

/** Whether a line is a command with nothing but words behind it: no quotes, no second command. */
function isPlain(line: string, command: string): boolean {
  return line.startsWith(command) && /^(?: [\w./:=@-]+)*$/.test(line.slice(command.length));
}

function judgeEnvironment({ environment }: CommandInputs, report: Report): void {
  eachKey(environment, (name) => {
    const value = environment?.[name] ?? "";
    const isSecret = isSecretName(name) && !name.endsWith("_FILE") && value !== "";
    if (isSecret || secretIn(value) !== undefined) {
      report(`variable ${name} holds a secret; hand it over through "stdin", or as a file`);
    }
  });
}

/** The provider shows both outputs unless it is told otherwise. */
function judgeLogging(inputs: CommandInputs, report: Report): void {
  // Whether it is there is known also where its value is not.
  if (!("stdin" in inputs || "environment" in inputs)) return;
  if (inputs.logging !== "none" && inputs.logging !== "stderr") {
    report('may show what it was given; write "stderr" or "none" into "logging"');
  }
}

function judgeConnection(
  where: string,
  connection: ConnectionInputs | undefined,
  report: Report,
): void {
  if (connection === undefined) return;
  judgeAll([
    () => {
      if ((connection.hostKey ?? "") === "") {
        report(`${where} trusts any host that answers; write its "hostKey"`);
      }
    },
    () => {
      judgeConnection('"connection.proxy"', connection.proxy, report);
    },
  ]);
}

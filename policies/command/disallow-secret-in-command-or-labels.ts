import { exemptionPrefix } from "../shared/exemptions";
import type { Label } from "../shared/inputs";
import { resourcePolicy } from "../shared/policy";
import { isSecretName, secretIn, takesSecret } from "../shared/secrets";
import { types, workloadTypes } from "../shared/types";
import { each, judgeAll } from "../shared/unknown";
import { substituted, wordsOf } from "../shared/words";
import { type Workload, workloadOf } from "../shared/workload";

/** Parameters of the policy. */
interface Config {
  /** Labels whose values are not looked at, and whose names may sound like secrets. */
  readonly harmlessLabels: readonly string[];
  /** Words that stand behind a password's option and say that there is none. */
  readonly placeholders: readonly string[];
}

/** What a command of `@pulumi/command` runs. */
interface CommandInputs {
  readonly create?: string;
  readonly update?: string;
  readonly delete?: string;
}

type Report = (problem: string) => void;

/** Programs with an option for a password that is too short to tell anywhere else. */
const shortOptions: readonly (readonly [program: RegExp, option: RegExp])[] = [
  [/(?:redis|valkey)-cli$/, /^-a$/],
  [/sshpass$/, /^-p$/],
  [/curl$/, /^(?:-u|--user)$/],
];

/** Options of the same kind, with the password attached to them. */
const attachedOptions: readonly (readonly [program: RegExp, option: RegExp])[] = [
  [/(?:mysql|mariadb)(?:dump|admin|-dump|-admin)?$/, /^-p./],
  [/sshpass$/, /^-p./],
  [/curl$/, /^-u./],
];

/** Command lines are in every process list and, with labels, in what the engine tells of a container. */
export const disallowSecretInCommandOrLabels = resourcePolicy<object, Config>(
  {
    name: "disallow-secret-in-command-or-labels",
    description: "No secret stands in a command, a health check or a label: anybody may list them.",
    severity: "critical",
    anchor: "NIST SP 800-190 4.1.4, CWE-214",
    remediation:
      "Let the process read the secret from a mounted file, or hand it over through standard input. " +
      "A health check asks without a password, or as a user who may do nothing else.",
    configSchema: {
      properties: {
        harmlessLabels: {
          type: "array",
          items: { type: "string" },
          default: ["palier.files"],
          description: "Labels whose values are not looked at.",
        },
        placeholders: {
          type: "array",
          items: { type: "string" },
          default: ["none"],
          description: "Words behind a password's option that say that there is none.",
        },
      },
    },
  },
  [...workloadTypes, types.localCommand, types.remoteCommand],
  ({ type, inputs, config, report }) => {
    const judge = (where: string, list: readonly string[] | undefined): void => {
      judgeWords(where, list, config.placeholders, report);
    };
    const workload = workloadOf(type, inputs);
    if (workload === undefined) {
      const command: CommandInputs = inputs;
      each(["create", "update", "delete"] as const, (key) => {
        const line = command[key];
        judge(`"${key}"`, line === undefined ? [] : [line]);
      });
      return;
    }
    judgeAll([
      () => {
        judge(workload.spelling.entrypoint, workload.entrypoint);
      },
      () => {
        judge(workload.spelling.command, workload.command);
      },
      () => {
        judge(workload.spelling.healthCheck, workload.healthCheck?.tests);
      },
      () => {
        judgeLabels(workload, config.harmlessLabels, report);
      },
    ]);
  },
);

function judgeWords(
  where: string,
  list: readonly string[] | undefined,
  placeholders: readonly string[],
  report: Report,
): void {
  const words = wordsOf(list);
  const kind =
    secretIn(words.join(" ").replaceAll(substituted, "")) ??
    (hasOption(words, placeholders) ? "a password behind an option" : undefined);
  if (kind !== undefined) {
    report(`${where} holds ${kind}; let the process read a file, or its standard input`);
  }
  // What is not known yet is judged by the update.
  each(list, () => undefined);
}

function hasOption(words: readonly string[], placeholders: readonly string[]): boolean {
  return words.some((word, at) => {
    const next = unquoted(words[at + 1] ?? "");
    const isValue = /\w/.test(next) && !/^[-/|&;<>]/.test(next) && !placeholders.includes(next);
    const before = words.slice(0, at).map(unquoted);
    return (
      (isValue && word.startsWith("-") && takesSecret(word)) ||
      (isValue && belongs(shortOptions, before, word)) ||
      belongs(attachedOptions, before, word)
    );
  });
}

function belongs(
  table: readonly (readonly [program: RegExp, option: RegExp])[],
  before: readonly string[],
  word: string,
): boolean {
  return table.some(
    ([program, option]) => option.test(word) && before.some((one) => program.test(one)),
  );
}

function unquoted(word: string): string {
  return word.replace(/^["']+|["']+$/g, "");
}

function judgeLabels(workload: Workload, harmless: readonly string[], report: Report): void {
  workload.eachLabel((entry: Label) => {
    const { label = "" } = entry;
    if (harmless.includes(label) || label.startsWith(exemptionPrefix)) return;
    const { value = "" } = entry;
    if (value !== "" && (isSecretName(label) || secretIn(value) !== undefined)) {
      report(`label ${label} holds a secret; leave it out of ${workload.spelling.labels}`);
    }
  });
}

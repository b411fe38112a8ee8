import { workloadPolicy } from "../../shared/policy";
import { isRandom, isSecretName, secretIn } from "../../shared/secrets";

/** Parameters of the policy. */
interface Config {
  /** Variables whose names look like secrets and that are none, for example `TOKEN_LIFETIME`. */
  readonly harmless: readonly string[];
}

/** Names of what is random and no secret: what identifies a build or an object. */
const identifies =
  /(?:^|_)(?:ID|SHA|HASH|DIGEST|CHECKSUM|FINGERPRINT|COMMIT|REVISION|VERSION|RELEASE|BUILD|TAG)(?:_|$)/i;

/** Whoever may list containers reads their environment, and so does every child process. */
export const disallowSecretInEnvironment = workloadPolicy<Config>(
  {
    name: "disallow-secret-in-environment",
    description: "Secrets reach a container as files: its environment is shown by docker inspect.",
    severity: "critical",
    anchor: "OWASP Docker rule 12, NIST SP 800-190 4.1.4",
    remediation:
      "Mount the secret as a file and write its absolute path into a variable whose name ends in `_FILE`.",
    configSchema: {
      properties: {
        harmless: {
          type: "array",
          items: { type: "string" },
          default: ["PALIER_SECRET_VARIABLES"],
          description: "Variables whose names look like secrets and that are none.",
        },
      },
    },
  },
  ({ workload, config, report }) => {
    workload.eachVariable((variable) => {
      const { name } = variable;
      if (config.harmless.includes(name)) return;
      const { value } = variable;
      if (value === "") return;
      const kind = secretIn(value);
      if (kind !== undefined) {
        report(`variable ${name} is or holds ${kind}; write a file's path into ${name}_FILE`);
      } else if (isSecretName(name) && !isFilePath(name, value)) {
        report(`variable ${name} holds a secret; ${advice(name)}`);
      } else if (isRandom(value) && !identifies.test(name)) {
        report(
          `variable ${name} looks like a generated secret; mount it as a file, or list the name under "harmless"`,
        );
      }
    });
  },
);

function isFilePath(name: string, value: string): boolean {
  return name.endsWith("_FILE") && value.startsWith("/");
}

function advice(name: string): string {
  return name.endsWith("_FILE")
    ? "write the absolute path of a file"
    : `mount it as a file and write the path into ${name}_FILE`;
}

import { containerPolicy } from "../../shared/policy";
import { each } from "../../shared/unknown";

/** Parameters of the policy. */
interface Config {
  /** Variables whose names look like secrets and that are none, for example `TOKEN_LIFETIME`. */
  readonly harmless: readonly string[];
}

const secretName =
  /PASSWORD|PASSWD|PASSPHRASE|SECRET|TOKEN|CREDENTIAL|(?:^|_)DSN$|(?:^|_)KEYS?(?:_|$)/i;

/** User and password before the host, as in a connection URL; the user may be empty. */
const urlWithPassword = /[a-z][a-z0-9+.-]*:\/\/[^\s/@:]*:[^\s/@]+@/i;

/** Whoever may list containers reads their environment, and so does every child process. */
export const disallowSecretInEnvironment = containerPolicy<Config>(
  {
    name: "disallow-secret-in-environment",
    description: "Secrets reach a container as files: its environment is shown by docker inspect.",
    configSchema: {
      properties: { harmless: { type: "array", items: { type: "string" }, default: [] } },
    },
  },
  ({ inputs, config, report }) => {
    each(inputs.envs, (entry) => {
      const [name = "", ...rest] = entry.split("=");
      const value = rest.join("=");
      if (value === "" || config.harmless.includes(name)) return;
      if (urlWithPassword.test(value)) {
        report(`variable ${name} is a URL with a password; write a file's path into ${name}_FILE`);
      } else if (secretName.test(name) && !isFilePath(name, value)) {
        report(`variable ${name} holds a secret; ${advice(name)}`);
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

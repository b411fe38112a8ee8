import { posix } from "node:path";

import { workloadPolicy } from "../../shared/policy";
import { each, judgeAll } from "../../shared/unknown";
import { wordsOf } from "../../shared/words";
import type { Mount } from "../../shared/workload";

/** Parameters of the policy. */
interface Config {
  /** Folders that hold an application's code. */
  readonly codeFolders: readonly string[];
}

/** Folders below which an application looks for plugins, by their last part. */
const pluginFolder =
  /^(?:(?:extra|custom)[-_])?(?:addons|plugins|modules|mod|themes?|vendor|extensions|(?:site|dist)-packages|node_modules)$/;

/** Programs that put code into a container, with what they are told to do. */
const installers: readonly (readonly [program: RegExp, order: RegExp])[] = [
  [/^odoo(?:-bin)?$/, /^(?:-[iu]|--init|--update)(?:=|$)/],
  [/^(?:pip[\d.]*|pipx|uv|gem|composer|npm|pnpm|yarn)$/, /^(?:install|i|ci|add|require|update)$/],
  [/^(?:apt|apt-get|apk|dnf|yum|microdnf)$/, /^(?:install|add|upgrade)$/],
  [/^git$/, /^(?:pull|clone|fetch|checkout|reset)$/],
  [/^(?:wp|drush|moosh)$/, /^(?:plugin|plugin-install|theme|pm:install|en)$/],
];

/** Variables with which software lets its users install plugins. */
const uploadSwitch = /(?:PLUGIN|ADDON|MODULE|EXTENSION)S?_(?:UPLOAD|INSTALL)/i;

/** A plugin that never was in preproduction arrives untested, and is gone with the next release. */
export const disallowDirectPluginInProduction = workloadPolicy<Config>(
  {
    name: "disallow-direct-plugin-in-production",
    description: "Code and plugins come with the image; nothing installs them in a container.",
    severity: "high",
    anchor: "NIST SP 800-190 4.4.4, OWASP Docker rule 8",
    remediation:
      "Build the plugin into the image and release it through preproduction; mount code and plugin folders read-only, or not at all.",
    configSchema: {
      properties: {
        codeFolders: {
          type: "array",
          items: { type: "string" },
          default: [
            "/app",
            "/code",
            "/opt/app",
            "/srv/app",
            "/usr/src/app",
            "/var/www/html",
            "/var/www/localhost/htdocs",
          ],
          description: "Folders that hold an application's code.",
        },
      },
    },
  },
  ({ workload, config, report }) => {
    const { command, entrypoint, healthCheck, mounts, environment } = workload.spelling;
    const judgeWords = (where: string, list: readonly string[] | undefined): void => {
      if (installs(wordsOf(list))) {
        report(`${where} installs or updates code; build it into the image`);
      }
      // What is not known yet is judged by the update.
      each(list, () => undefined);
    };
    judgeAll([
      () => {
        workload.eachMount((mount) => {
          if (holdsCode(mount, config.codeFolders) && !mount.readOnly) {
            report(`may write into its code or plugins; write "readOnly" into ${mounts}`);
          }
        });
      },
      () => {
        judgeWords(entrypoint, workload.entrypoint);
      },
      () => {
        judgeWords(command, workload.command);
      },
      () => {
        judgeWords(healthCheck, workload.healthCheck?.tests);
      },
      () => {
        workload.eachVariable((variable) => {
          if (!uploadSwitch.test(variable.name)) return;
          if (/^(?:1|true|yes|on)$/i.test(variable.value)) {
            report(`variable ${variable.name} lets plugins in; leave it out of ${environment}`);
          }
        });
      },
    ]);
  },
);

/** A mount on a code folder, around it, or on a folder of plugins, wherever that is. */
function holdsCode({ target }: Mount, folders: readonly string[]): boolean {
  const path = posix.join("/", target ?? "", "/");
  return (
    folders.some((folder) => posix.join(folder, "/").startsWith(path)) ||
    pluginFolder.test(posix.basename(path))
  );
}

/** Whether an installer's name is followed by an order to install, with options between them. */
function installs(words: readonly string[]): boolean {
  const plain = words.map((word) => word.replace(/^["'(]+|["');&|]+$/g, ""));
  return plain.some((word, at) =>
    installers.some(
      ([program, order]) =>
        program.test(posix.basename(word)) &&
        plain.slice(at + 1, at + 4).some((o) => order.test(o)),
    ),
  );
}

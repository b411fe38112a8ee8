import { configurationPolicy } from "../shared/configuration/policy";
import { type DeclaredVariable, eachDeclaredVariable } from "../shared/configuration/variables";
import { isOn } from "../shared/flag";
import { eachCommandSetting, settingsIn } from "../shared/settings";
import { types } from "../shared/types";
import { each, judgeAll } from "../shared/unknown";
import { type Workload, workloadOf } from "../shared/workload";

type Report = (problem: string) => void;

/** What switches debugging on in frameworks and in PHP; a dot in PHP's names is written `_`. */
const switches = /^(?:\w+_)?(?:DEBUG|DISPLAY_(?:STARTUP_)?ERRORS|XDEBUG_(?:MODE|CONFIG))$/;

/** What chooses an environment. */
const choices = /^(?:\w+_)?ENV(?:IRONMENT)?$/;

const environments = ["dev", "develop", "development", "debug", "local", "test", "testing"];

/** Modules of Django's settings that are made for development. */
const modules = /(?:^|[._])(?:dev|develop|development|debug|local)$/;

/** Options of servers, besides, that show errors to everybody or load code again when it changes. */
const options = ["debugger", "dev", "reload"];

/** Files of PHP and Odoo; others have settings of these names that mean something else. */
const files =
  /\.ini$|php[^/]*\/(?:[^/]+\/)*[^/]+\.conf$|(?:^|\/)(?:odoo|openerp-server)[^/]*\.conf$/;

/** Error pages of development show code, settings and secrets to whoever provokes an error. */
export const disallowDebugMode = configurationPolicy(
  {
    name: "disallow-debug-mode",
    description: "Nothing runs in debug mode: its error pages show code and secrets to everybody.",
    severity: "high",
    anchor: "OWASP ASVS 14.3.2, CWE-489",
    remediation:
      'Write "false" into variables that switch debugging on and "production" into those that choose an environment; ' +
      "serve with the application server that is made for it.",
  },
  [types.service],
  (subject) => {
    const { type, inputs, report, eachConfiguration } = subject;
    const workload = workloadOf(type, inputs);
    judgeAll([
      () => {
        eachDeclaredVariable(subject, judgeVariable);
      },
      () => {
        if (workload !== undefined) judgeCommand(workload, report);
      },
      () => {
        eachConfiguration((configuration, tell) => {
          configuration.eachFile((file) => {
            if (!files.test(file.path)) return;
            for (const { name, value, line } of settingsIn(file.text)) {
              if (!switchesOn(name, () => value) && !(name === "dev_mode" && isOn(value))) continue;
              tell(`${file.path}, line ${line}: ${name} switches debugging on; write off`);
            }
          });
        });
      },
    ]);
  },
);

function judgeVariable(variable: DeclaredVariable): void {
  const { name } = variable;
  if (switchesOn(name, () => variable.value)) {
    variable.report("switches debugging on; write false");
  }
  if (choices.test(name) && environments.includes(variable.value.toLowerCase())) {
    variable.report("chooses an environment for development; write production");
  }
  if (name === "DJANGO_SETTINGS_MODULE" && modules.test(variable.value)) {
    variable.report("chooses settings for development; name those for production");
  }
}

function judgeCommand(workload: Workload, report: Report): void {
  judgeAll([
    () => {
      eachCommandSetting(workload, ({ name, value }) => {
        if (options.includes(name) ? isOn(value) : switchesOn(name, () => value)) {
          report(`its command switches debugging on with ${name}; leave it out`);
        }
      });
    },
    () => {
      judgeServer(workload.entrypoint, report);
    },
    () => {
      judgeServer(workload.command, report);
    },
  ]);
}

function judgeServer(words: readonly string[] | undefined, report: Report): void {
  each(words, (entry) => {
    if (entry.split(/\s+/).includes("runserver")) {
      report('its command starts a server for development; start one like "gunicorn"');
    }
  });
}

function switchesOn(name: string, value: () => string): boolean {
  if (!switches.test(name.toUpperCase().replaceAll(".", "_"))) return false;
  // PHP can send errors to its log instead.
  return isOn(value()) && value() !== "stderr";
}

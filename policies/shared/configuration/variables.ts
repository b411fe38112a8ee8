import { settingsIn } from "../settings";
import { judgeAll } from "../unknown";
import { workloadOf } from "../workload";
import type { ConfigurationSubject } from "./policy";

/** A variable that an application reads. */
export interface DeclaredVariable {
  /** In capitals. */
  readonly name: string;
  readonly value: string;
  /** Reports something about it, with the place put in front. */
  readonly report: (problem: string) => void;
}

const environmentFiles = /(?:^|\/)\.env[^/]*$|\.env$/;

/** Visits the variables of a workload, and those of the `.env` files that frameworks read. */
export function eachDeclaredVariable(
  { type, inputs, report, eachConfiguration }: ConfigurationSubject<object>,
  visit: (variable: DeclaredVariable) => void,
): void {
  judgeAll([
    () => {
      workloadOf(type, inputs)?.eachVariable((variable) => {
        const name = variable.name.toUpperCase();
        visit({
          name,
          get value() {
            return variable.value;
          },
          report: (problem) => {
            report(`variable ${name} ${problem}`);
          },
        });
      });
    },
    () => {
      eachConfiguration((configuration, tell) => {
        configuration.eachFile((file) => {
          const { path } = file;
          if (!environmentFiles.test(path)) return;
          for (const { name, value, line } of settingsIn(file.text)) {
            const plain = name.toUpperCase();
            const place = `${path}, line ${line}: variable ${plain}`;
            visit({
              name: plain,
              value,
              report: (problem) => {
                tell(`${place} ${problem}`);
              },
            });
          }
        });
      });
    },
  ]);
}

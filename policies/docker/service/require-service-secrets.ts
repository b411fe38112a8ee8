import { posix } from "node:path";

import { servicePolicy } from "../../shared/policy";
import { find, judgeAll } from "../../shared/unknown";
import { workloadOf } from "../../shared/workload";

const folder = "/run/secrets";

/**
 * The swarm keeps secrets encrypted and hands them only to machines that run the service; a volume lies on
 * one machine in clear. Secrets in variables are the matter of `disallow-secret-in-environment`.
 */
export const requireServiceSecrets = servicePolicy(
  {
    name: "require-service-secrets",
    description:
      "A service gets its secrets from the swarm, which keeps them encrypted until they are used.",
    severity: "high",
    anchor: "CIS Docker 7.4",
    remediation:
      'Declare a docker.Secret, list it in "taskSpec.containerSpec.secrets", and write "/run/secrets/<fileName>" into the variable.',
  },
  ({ type, inputs, report }) => {
    const workload = workloadOf(type, inputs);
    judgeAll([
      () => {
        workload?.eachVariable((variable) => {
          if (!variable.name.endsWith("_FILE")) return;
          const { value } = variable;
          const path = posix.normalize(value);
          if (!isWithin(path)) return;
          const { secrets } = inputs.taskSpec?.containerSpec ?? {};
          const listed = find(
            secrets,
            ({ fileName = "" }) => posix.resolve(folder, fileName) === path,
          );
          if (listed === undefined) {
            report(
              `variable ${variable.name} names a secret that the swarm does not give it; list it in "taskSpec.containerSpec.secrets"`,
            );
          }
        });
      },
      () => {
        workload?.eachMount(({ target }) => {
          if (isWithin(posix.normalize(target ?? ""))) {
            report(
              'mounts its secrets from one machine; list them in "taskSpec.containerSpec.secrets" instead',
            );
          }
        });
      },
    ]);
  },
);

function isWithin(path: string): boolean {
  return path === folder || path.startsWith(`${folder}/`);
}

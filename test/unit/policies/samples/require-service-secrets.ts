import type { Resource } from "../support/harness";
import { service } from "../support/resources";
import type { Samples } from "../support/samples";
import { unknownList, unknownText } from "../support/unknown";

const variable = "DATABASE_PASSWORD_FILE";
const variables = { [variable]: "/run/secrets/database" };
const volume = { type: "volume", source: "secrets", target: "/run/secrets", readOnly: true };

/** A service with these variables, secrets and mounts. */
function given(env: unknown, secrets?: unknown, mounts: unknown = []): Resource {
  const { taskSpec } = service().props as { taskSpec: { containerSpec: object } };
  const containerSpec = { ...taskSpec.containerSpec, env, secrets, mounts };
  return service({}, { taskSpec: { ...taskSpec, containerSpec } });
}
const listed = [{ fileName: "database" }];
const missing =
  /variable DATABASE_PASSWORD_FILE names a secret that the swarm does not give it; list/;
const mounted = /mounts its secrets from one machine; list them/;

export const samples: Samples = {
  levels: "- A M M",
  compliant: {
    "a secret of the swarm": given(variables, listed, [
      { type: "volume", source: "data", target: "/data" },
    ]),
    "one with its whole path": given(variables, [{ fileName: "/run/secrets/database" }]),
    "one among others": given({ ...variables, DEBUG: "false" }, [{ fileName: "key" }, ...listed]),
    "no secret": given({ DEBUG: "false" }),
    "a file that is no secret": given({ LOG_FILE: "/var/log/app.log" }),
    "a folder with a name like it": given({ LOG_FILE: "/run/secrets-log" }),
    "a variable that names no file": given({ SECRETS_FOLDER: "/run/secrets/all" }),
    "no mount at all": given(variables, listed, undefined),
    "a volume with a name like it": given(variables, listed, [
      { ...volume, target: "/run/secrets-old" },
    ]),
  },
  violating: {
    "a secret that is not listed": [given(variables), missing],
    "another one that is": [given(variables, [{ fileName: "key" }]), missing],
    "one by a detour": [given({ [variable]: "/run/x/../secrets/database" }), missing],
    "all of them as a file": [given({ [variable]: "/run/secrets" }), missing],
    "each of several": [
      given({ ...variables, SECRET_KEY_FILE: "/run/secrets/key" }),
      /names a secret/,
      2,
    ],
    "a volume with secrets": [given({}, [], [volume]), mounted],
    "one with a single secret": [
      given({}, [], [{ ...volume, target: "/run/secrets/database/" }]),
      mounted,
    ],
    "one by a detour to the folder": [
      given({}, [], [{ ...volume, target: "/run/./secrets" }]),
      mounted,
    ],
  },
  decisive: ["taskSpec.containerSpec.secrets", "taskSpec.containerSpec.secrets.fileName"],
  besideUnknown: {
    "a secret that is not listed": given({ A_FILE: unknownText, ...variables }),
    "a volume": given({ A_FILE: unknownText }, [], [{ target: unknownText }, volume]),
  },
  postponed: {
    "secrets that are not known": given(variables, unknownList),
    "a path that is not known": given({ [variable]: unknownText }),
  },
};

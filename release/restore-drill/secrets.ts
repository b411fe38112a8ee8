import { randomBytes } from "node:crypto";

import type { DatabaseSpec } from "../../spec/deployment";
import { secretsIn } from "../../spec/file-text";

/** Bytes of a password; twice as many characters, none of which means anything to a shell or a file format. */
const passwordBytes = 24;

/** Passwords of a drill's server, by name: new ones each time, and known to nobody. */
export function drillSecrets({ files, connection }: DatabaseSpec): ReadonlyMap<string, string> {
  const named = files.flatMap((volume) =>
    volume.files.flatMap(({ content }) => secretsIn(content)),
  );
  const names = new Set([connection.passwordSecret, ...named]);
  return new Map([...names].map((name) => [name, randomBytes(passwordBytes).toString("hex")]));
}

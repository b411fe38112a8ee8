import type { Problem } from "./errors";
import { namespace } from "./schema/path";
import { nearest } from "./schema/suggest";

/** Namespaces that stack files may use: the project's, the CLI's own, and those of the providers. */
export const namespaces: readonly string[] = [
  namespace,
  "pulumi",
  "aws",
  "command",
  "docker",
  "random",
];

/** What the Pulumi CLI itself reads and writes beside `config` in a stack file. */
export const fileKeys: readonly string[] = [
  "config",
  "encryptionsalt",
  "encryptedkey",
  "secretsprovider",
  "environment",
];

/** A key of a namespace that nothing reads would be ignored, so it is refused. */
export function keyProblem(key: string): Problem[] {
  const [given = ""] = key.split(":");
  if (!key.includes(":") || namespaces.includes(given)) {
    return [];
  }
  const near = nearest(given, namespaces);
  const hint =
    near === undefined
      ? `known are: ${namespaces.join(", ")}`
      : `did you mean "${near}${key.slice(given.length)}"?`;
  return [{ path: key, message: `unknown namespace; ${hint}` }];
}

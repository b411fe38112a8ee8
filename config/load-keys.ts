import type { Problem } from "./errors";
import { namespace } from "./schema/path";
import { nearest } from "./schema/suggest";

/** Namespaces that stack files may use: the project's, the CLI's own, and those of the providers. */
const namespaces: readonly string[] = [namespace, "pulumi", "aws", "command", "docker", "random"];

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
